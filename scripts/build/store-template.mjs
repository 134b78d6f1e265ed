import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../prepare/root.mjs";
import { lastLines, runStep, Stopped } from "../prepare/run-step.mjs";

const source = "db/embedded/template.ts";
const templateName = "store-template.tar.gz";

/**
 * Makes the prepared empty store that a first start unpacks, unless the one that is there came from the same
 * migrations and the same engine.
 */
export async function makeStoreTemplate(output) {
  if (!existsSync(join(root, source))) return;
  const template = join(output, templateName);
  const keyFile = `${template}.key`;
  const maker = join(output, "make-store-template.mjs");
  const key = await bundleMaker(maker);
  if (existsSync(template) && existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) return;
  rmSync(keyFile, { force: true });
  const unfinished = `${template}.unfinished`;
  const step = await runStep("preparing the empty store", process.execPath, [maker, unfinished]);
  if (step.code !== 0) {
    console.error(lastLines(step.output, 30));
    throw new Stopped("The empty store could not be prepared, for the reason above.");
  }
  renameSync(unfinished, template);
  writeFileSync(keyFile, key);
  console.log(`  empty store prepared in ${step.seconds.toFixed(0)} s`);
}

/** Bundles the program that makes the template and answers with the number of all it depends on. */
async function bundleMaker(outfile) {
  const contents = `import { buildStoreTemplate } from "#db/embedded/template";
await buildStoreTemplate(process.argv[2]);`;
  await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.9",
    logLevel: "silent",
  });
  const hash = createHash("sha256").update(readFileSync(outfile));
  for (const file of migrationFiles()) hash.update(file).update(readFileSync(join(root, file)));
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, entry] of Object.entries(packages))
    if (path.includes("@electric-sql/")) hash.update(`${path} ${entry.version}`);
  return hash.digest("hex");
}

function migrationFiles() {
  const folder = "db/migrations";
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
    .sort();
}
