// What may be installed: exactly what the lock file says, above the floors, under licences that go with ours.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const licences = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
]);

/** Optional native libraries of Next's image service, which is switched off; loaded at run time, never linked. */
const alsoLgpl = /^@img\/sharp-/;

/** Faults of the manifest and its lock: not exact, not in step, below a floor, or bound to one registry. */
export function checkLock(manifest, lock, floors) {
  const faults = [];
  const top = lock.packages[""];
  for (const kind of ["dependencies", "devDependencies"]) {
    const wanted = manifest[kind] ?? {};
    const locked = top[kind] ?? {};
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)]))
      if (wanted[name] !== locked[name])
        faults.push(
          `${name}: package.json says ${wanted[name] ?? "nothing"}, the lock file ${locked[name] ?? "nothing"}; run npm install.`,
        );
    for (const [name, version] of Object.entries(wanted))
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) faults.push(`${name}: “${version}” is not one exact version.`);
  }
  for (const [path, { version, resolved }] of installedEntries(lock)) {
    const name = nameOf(path);
    if (resolved)
      faults.push(`${name}: the lock file names the host it came from; npm leaves that out by the project's .npmrc.`);
    for (const rule of floors.filter((entry) => entry.package === name)) {
      if (rule.pin && version !== rule.pin)
        faults.push(`${name} ${version}: must be ${rule.pin}, because ${rule.because}.`);
      if (rule.floor && isBelow(version, rule.floor))
        faults.push(`${name} ${version}: must be ${rule.floor} or newer: ${rule.because}.`);
    }
  }
  return faults;
}

/** Faults of the licences of all packages of the lock; `manifestOf(path)` gives a package.json, or nothing. */
export function checkLicences(lock, manifestOf) {
  const faults = [];
  for (const [path, entry] of installedEntries(lock)) {
    const licence = licenceOf(manifestOf(path)) ?? entry.license;
    const name = nameOf(path);
    const allowed = alsoLgpl.test(name) ? new Set([...licences, "LGPL-3.0-or-later"]) : licences;
    if (!licence) faults.push(`${name}: says no licence.`);
    else if (!isAllowed(licence, allowed))
      faults.push(`${name}: its licence ${licence} is not among those that go with ours.`);
  }
  return faults;
}

const installedEntries = (lock) => Object.entries(lock.packages).filter(([path]) => path.includes("node_modules/"));
const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

function licenceOf(manifest) {
  const said = manifest?.license ?? manifest?.licenses?.map((licence) => licence.type ?? licence).join(" OR ");
  return typeof said === "object" ? said?.type : said || undefined;
}

/** One of the alternatives must be allowed as a whole. */
function isAllowed(expression, allowed) {
  const alternatives = expression.replace(/[()]/g, "").split(" OR ");
  return alternatives.some((all) => all.split(" AND ").every((licence) => allowed.has(licence.trim())));
}

function isBelow(version, floor) {
  const parts = (text) => text.split("-")[0].split(".").map(Number);
  const [own, least] = [parts(version), parts(floor)];
  const differing = own.findIndex((part, index) => part !== least[index]);
  return differing < 0 ? version.includes("-") : own[differing] < least[differing];
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
  const lock = read("package-lock.json");
  const manifestOf = (path) =>
    existsSync(join(root, path, "package.json")) ? read(`${path}/package.json`) : undefined;
  const faults = [
    ...checkLock(read("package.json"), lock, read("scripts/dependency-floors.json")),
    ...checkLicences(lock, manifestOf),
  ];
  for (const fault of faults) console.error(fault);
  console.log(
    `dependencies: ${installedEntries(lock).length} packages, ${faults.length === 0 ? "no fault" : `${faults.length} faults`}`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
