import path from "node:path";

export function migrationsFolder(projectRoot: string): string {
  return path.join(projectRoot, "db", "migrations");
}
