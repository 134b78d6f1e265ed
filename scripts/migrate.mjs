// Migrations alone, under a lock, for PostgreSQL; the embedded store migrates by itself when the server starts.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

if (!process.env.DATABASE_URL) {
  console.log(
    "The embedded store migrates by itself when the server starts; set DATABASE_URL to migrate a PostgreSQL.",
  );
  process.exit(0);
}

const outfile = path.join(root, ".build", "migrate.mjs");
mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  entryPoints: [path.join(root, "db", "migrate-postgresql.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  logLevel: "error",
});
const { migratePostgresql } = await import(pathToFileURL(outfile).href);

try {
  await migratePostgresql(process.env.DATABASE_URL, root);
  console.log("The database is up to date.");
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
