import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../prepare/root.mjs";
import { lastLines, runStep, Stopped } from "../prepare/run-step.mjs";
import { bundling } from "./bundling.mjs";

const source = "db/embedded/build-template";

/** What the bundled program does; a process of its own, because making a database takes 900 MB for a moment. */
const program = `import { buildTemplate } from "#${source}";
const log = { info: () => {}, warn: console.warn, error: console.error };
console.log((await buildTemplate(process.cwd(), log)) ? "made" : "fresh");`;

/** Makes the prepared empty store that a first start unpacks, unless it is there; the bundled store worker must be. */
export async function makeStoreTemplate(output) {
  if (!existsSync(join(root, `${source}.ts`))) return;
  const outfile = join(output, "build-template.mjs");
  await build({ ...bundling, stdin: { contents: program, resolveDir: root, loader: "ts" }, outfile });
  const step = await runStep("preparing the empty store", process.execPath, [outfile]);
  if (step.code !== 0) {
    console.error(lastLines(step.output, 30));
    throw new Stopped("The empty store could not be prepared, for the reason above.");
  }
  if (step.output.includes("made")) console.log(`  empty store prepared in ${step.seconds.toFixed(0)} s`);
}
