import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { lastLines, runStep, Stopped } from "./run-step.mjs";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * Why node_modules is not what the lock file says, in words, or null when it is.
 * npm writes node_modules/.package-lock.json as the last act of an installation: without it, one was interrupted.
 */
export function packagesStale(folder = root) {
  const wanted = readJson(join(folder, "package-lock.json")).packages;
  let installed;
  try {
    installed = readJson(join(folder, "node_modules", ".package-lock.json")).packages;
  } catch {
    return "the packages are not installed";
  }
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = installed[path];
    if (!found && !entry.optional) return `${nameOf(path)} is not installed`;
    if (found && (found.version !== entry.version || found.integrity !== entry.integrity))
      return `${nameOf(path)} ${found.version} is installed, the lock file says ${entry.version}`;
  }
  for (const [path, entry] of Object.entries(installed)) {
    if (!wanted[path]) return `${nameOf(path)} is installed and not in the lock file`;
    if (!fits(entry.os, process.platform) || !fits(entry.cpu, process.arch))
      return `${nameOf(path)} was installed for another kind of machine`;
  }
  return null;
}

const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const fits = (list, own) =>
  !list || list.includes(own) || (list.every((x) => x.startsWith("!")) && !list.includes(`!${own}`));

/** Installs exactly the lock file, the tools of the build included whatever NODE_ENV or npm's settings say. */
export async function installPackages(say = console.log) {
  const { NODE_ENV: _, ...env } = process.env;
  const [command, ...first] = npmProgram();
  const args = [...first, "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  const result = await runStep("installing the packages", command, args, { env, say });
  if (result.code === 0) return result;
  say(lastLines(result.output));
  throw new Stopped("The packages could not be installed: npm ci failed with the lines above.");
}

function npmProgram() {
  const script = process.env.npm_execpath;
  if (script?.endsWith("npm-cli.js")) return [process.execPath, script];
  return process.platform === "win32" ? ["npm.cmd"] : ["npm"];
}
