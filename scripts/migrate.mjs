// Migrations alone, under a lock, for PostgreSQL; the embedded store migrates by itself when the server starts.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundling } from "./build/bundling.mjs";
import { root } from "./prepare/root.mjs";

process.chdir(root);

if (!process.env.DATABASE_URL) {
  console.log(
    "The embedded store migrates by itself when the server starts; set DATABASE_URL to migrate a PostgreSQL.",
  );
  process.exit(0);
}

const outfile = path.join(root, ".build", "migrate.mjs");
await build({ ...bundling, entryPoints: ["db/migrate-postgresql.ts"], outfile });
const { migratePostgresql } = await import(pathToFileURL(outfile).href);

try {
  await migratePostgresql(process.env.DATABASE_URL, root);
  console.log("The database is up to date.");
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
