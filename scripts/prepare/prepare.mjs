import { rmSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./alone.mjs";
import { installPackages, packagesStale } from "./packages.mjs";
import { root } from "./root.mjs";
import { runStep, Stopped } from "./run-step.mjs";
import { buildIdFile, buildStale, builtId } from "./sources.mjs";

/**
 * Installs and builds what is missing or stale, saying so, and answers with the number of the build.
 * `before` may refuse by throwing while nothing has been touched yet.
 */
export async function prepare(say = console.log, before = async () => undefined) {
  if (packagesStale() || buildStale()) {
    await before();
    await alone(async () => {
      await installIfStale(say);
      await buildIfStale(say);
    }, say);
  }
  return builtId();
}

/** Brings node_modules in step with the lock file; for callers that are alone. */
export async function installIfStale(say = console.log) {
  const reason = packagesStale();
  if (!reason) return;
  say(`Installing the packages of the lock file, because ${reason} (about a minute) …`);
  const { seconds } = await installPackages(say);
  say(`Installed in ${seconds.toFixed(0)} s.`);
}

/** Builds pages, server and store template when they do not match the sources; for callers that are alone. */
export async function buildIfStale(say = console.log) {
  if (!buildStale()) return;
  rmSync(join(root, buildIdFile), { force: true });
  const { code } = await runStep("building", process.execPath, ["scripts/build.mjs"], { passThrough: true, say });
  if (code !== 0) throw new Stopped("Muster could not be built, for the reason above.");
}
