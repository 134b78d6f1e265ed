import { existsSync } from "node:fs";
import { join } from "node:path";
import { context, build as run } from "esbuild";
import { root } from "../prepare/root.mjs";
import { Stopped } from "../prepare/run-step.mjs";
import { bundling } from "./bundling.mjs";

/** Bundles the server and the worker of the embedded store. */
export async function bundleServer(output) {
  try {
    await run(options(output, "server"));
  } catch (error) {
    throw new Stopped(`The server could not be bundled: ${error.message}`);
  }
}

/** The same, again at each change of a source file, until dispose(); `onBundled(ok)` hears of every round. */
export async function watchServer(output, serverName, onBundled) {
  const announce = { name: "announce", setup: (build) => build.onEnd(({ errors }) => onBundled(errors.length === 0)) };
  const watching = await context({ ...options(output, serverName), logLevel: "warning", plugins: [announce] });
  await watching.watch();
  return watching;
}

function options(output, serverName) {
  const programs = [
    { in: "server/main.ts", out: serverName },
    { in: "db/embedded/worker.ts", out: "store-worker" },
  ];
  const entryPoints = programs.filter((program) => existsSync(join(root, program.in)));
  return { ...bundling, entryPoints, outdir: output, sourcemap: "linked" };
}
