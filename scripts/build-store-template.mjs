// Prepares the database a fresh installation starts from: `.build/store-template.tgz`, made only when it is stale.
// Needs `.build/store-worker.mjs`; runs as a process of its own because making a database takes 800 MB for a moment.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const outfile = path.join(root, ".build", "build-template.mjs");
await build({
  entryPoints: [path.join(root, "db", "embedded", "build-template.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  logLevel: "error",
});
const { buildTemplate } = await import(pathToFileURL(outfile).href);
const made = await buildTemplate(root, console);
console.log(made ? "The prepared database is made." : "The prepared database is fresh.");
