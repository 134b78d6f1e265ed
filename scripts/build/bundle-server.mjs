import { existsSync } from "node:fs";
import { join } from "node:path";
import { context, build as run } from "esbuild";
import { root } from "../prepare/root.mjs";
import { Stopped } from "../prepare/run-step.mjs";

/** What runs as a program of its own, by the name of its file in the build. */
const programs = { server: "server/main.ts", "store-worker": "db/embedded/worker.ts" };

/** Bundles the server and the worker of the embedded store; packages stay outside, in node_modules. */
export async function bundleServer(output) {
  try {
    await run(options(output));
  } catch (error) {
    throw new Stopped(`The server could not be bundled: ${error.message}`);
  }
}

/** The same, again at each change of a source file, until dispose(); `onBundled(ok)` hears of every round. */
export async function watchServer(output, onBundled) {
  const announce = {
    name: "announce",
    setup: (build) => build.onEnd((result) => onBundled(result.errors.length === 0)),
  };
  const watching = await context({ ...options(output), logLevel: "warning", plugins: [announce] });
  await watching.watch();
  return watching;
}

function options(output) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(join(root, file)))),
    outdir: output,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.9",
    sourcemap: "linked",
    logLevel: "silent",
  };
}
