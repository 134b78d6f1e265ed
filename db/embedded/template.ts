import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { migrationsFolder } from "#db/migrations-folder";

export type TemplateFiles = { archive: string; key: string };

/** The prepared, migrated database of this build, if it was made for this engine and these migrations. */
export function freshTemplate(projectRoot: string): string | undefined {
  const { archive, key } = templateFiles(projectRoot);
  if (!existsSync(archive) || !existsSync(key)) return undefined;
  return readFileSync(key, "utf8") === templateKey(projectRoot) ? archive : undefined;
}

export function templateFiles(projectRoot: string): TemplateFiles {
  const archive = path.join(projectRoot, ".build", "store-template.tgz");
  return { archive, key: `${archive}.key` };
}

/** Changes with the engine and with the migrations. */
export function templateKey(projectRoot: string): string {
  const hash = createHash("sha256").update(engineVersion(projectRoot));
  const folder = migrationsFolder(projectRoot);
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith(".sql")) hash.update(name).update(readFileSync(path.join(folder, name)));
  }
  hash.update(readFileSync(path.join(folder, "meta", "_journal.json")));
  return hash.digest("hex");
}

function engineVersion(projectRoot: string): string {
  const main = createRequire(path.join(projectRoot, "package.json")).resolve("@electric-sql/pglite");
  return readFileSync(path.join(path.dirname(main), "..", "package.json"), "utf8");
}
