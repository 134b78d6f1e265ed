// A Chromium for the browser tests: the first that answers, installed where that can be done.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const installWithinMs = 300_000;
const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Flags for a quiet browser; the sandbox cannot be had as root. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser's path and where it came from; throws a sentence when there is none and none can be installed.
 * @returns {{ path: string, from: string }}
 */
export function findBrowser({ say = console.log } = {}) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (answers(named)) return { path: named, from: "CHROMIUM_PATH" };
    throw new Error(`CHROMIUM_PATH names ${named}, which does not run as a browser.`);
  }
  const found = installed() ?? playwrightsOwn(say) ?? fromDebian(say);
  if (found) return found;
  throw new Error(
    "No browser for the tests: install Chromium (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.",
  );
}

function installed() {
  const found = [...names.flatMap(onPath), ...applications.filter(existsSync)].find(answers);
  return found ? { path: found, from: "installed on this machine" } : undefined;
}

function playwrightsOwn(say) {
  const require = createRequire(import.meta.url);
  const from = "Playwright's own download";
  try {
    const path = require("@playwright/test").chromium.executablePath();
    if (answers(path)) return { path, from };
    say("No browser is installed: downloading Playwright's Chromium …");
    const cli = require.resolve("@playwright/test/cli");
    run(process.execPath, [cli, "install", "chromium"]);
    if (answers(path)) return { path, from };
    say("Playwright's Chromium was downloaded and does not run on this machine.");
  } catch (error) {
    say(`Playwright's Chromium could not be downloaded: ${firstLine(error)}`);
  }
  return undefined;
}

function fromDebian(say) {
  if (process.getuid?.() !== 0 || onPath("apt-get").length === 0) return undefined;
  const install = () =>
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { DEBIAN_FRONTEND: "noninteractive" });
  try {
    say("Installing the package chromium with apt-get …");
    try {
      install();
    } catch {
      run("apt-get", ["update"]);
      install();
    }
  } catch (error) {
    say(`apt-get could not install chromium: ${firstLine(error)}`);
  }
  const found = installed();
  return found && { ...found, from: "apt-get install chromium" };
}

function answers(path) {
  try {
    return /chrom(e|ium)\b.*\d/i.test(
      execFileSync(path, ["--version"], { encoding: "utf8", timeout: 20_000, stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    return false;
  }
}

function onPath(name) {
  return (process.env.PATH ?? "")
    .split(":")
    .map((folder) => `${folder}/${name}`)
    .filter((path) => existsSync(path));
}

function run(command, args, env = {}) {
  execFileSync(command, args, {
    env: { ...process.env, ...env },
    timeout: installWithinMs,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function firstLine(error) {
  const said = String(error.stderr ?? "").trim() || error.message;
  return said.split("\n")[0];
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { path, from } = findBrowser();
    console.log(`browser: ${path} (${from})`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
