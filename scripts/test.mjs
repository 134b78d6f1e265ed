// Everything that has to hold, in one command; the last line is the sum.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alone } from "./prepare/alone.mjs";
import { installIfStale } from "./prepare/prepare.mjs";
import { root } from "./prepare/root.mjs";
import { lastLines, runStep, Stopped, stopSteps } from "./prepare/run-step.mjs";
import { buildStale } from "./prepare/sources.mjs";
import { countPlaywright, countVitest, outcomeOf } from "./test/count-results.mjs";

const minute = 60_000;
const bin = (path) => join(root, "node_modules", path);
const programs = {
  biome: bin("@biomejs/biome/bin/biome"),
  tsc: bin("typescript/bin/tsc"),
  next: bin("next/dist/bin/next"),
  vitest: bin("vitest/vitest.mjs"),
  playwright: bin("@playwright/test/cli.js"),
};

/** Each step by its name: what it does, and the steps it cannot do without. */
const steps = {
  format: { says: "format and lint", run: () => check([programs.biome, "check", "."]) },
  types: { says: "types", run: checkTypes },
  structure: { says: "structure of the folders", run: () => check(["scripts/check-structure.mjs"]) },
  dependencies: { says: "lock file, floors and licences", run: () => check(["scripts/check-dependencies.mjs"]) },
  unit: { says: "unit tests", run: () => vitest("unit") },
  browser: { says: "a browser for the journeys", run: () => check(["scripts/find-browser.mjs"]) },
  build: { says: "build", run: build },
  embedded: { says: "server tests on the embedded store", run: () => vitest("embedded") },
  postgresql: { says: "server tests on PostgreSQL", run: () => vitest("postgresql") },
  e2e: { says: "journeys in the browser", run: journeys, needs: ["browser", "build"] },
};

/** What runs beside what: the two lanes share the processors, the rest has them to itself. */
const beside = [
  ["format", "types", "structure", "dependencies", "unit"],
  ["browser", "build"],
];
const after = ["embedded", "postgresql", "e2e"];

const { NODE_ENV: _, ...env } = process.env;
const reports = mkdtempSync(join(tmpdir(), "muster-test-"));
const started = performance.now();
const results = new Map();

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    stopSteps(signal);
    process.exit(signal === "SIGINT" ? 130 : 143);
  });
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

try {
  const wanted = chosen(process.argv.slice(2));
  await alone(() => installIfStale());
  await Promise.all(beside.map((lane) => runInOrder(lane.filter((name) => wanted.has(name)))));
  await runInOrder(after.filter((name) => wanted.has(name)));
} catch (error) {
  console.error(error instanceof Stopped ? error.message : error);
  results.set("packages", { passed: 0, failed: 1 });
}
const sum = (key) => [...results.values()].reduce((total, result) => total + result[key], 0);
for (const [name, { failed }] of results) if (failed > 0) console.log(`failed: ${name}`);
console.log(`took ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") > 0 ? 1 : 0);

function chosen(args) {
  if (args.length === 0) return new Set(Object.keys(steps));
  const names = (args[0] === "--only" ? (args[1] ?? "") : args[0].replace(/^--only=/, "")).split(",");
  const unknown = names.filter((name) => !steps[name]);
  if (unknown.length > 0)
    throw new Stopped(`There is no step ${unknown.join(", ")}; the steps are ${Object.keys(steps).join(", ")}.`);
  return new Set(names.flatMap((name) => [...(steps[name].needs ?? []), name]));
}

async function runInOrder(names) {
  for (const name of names) {
    const { says, run, needs = [] } = steps[name];
    const broken = needs.find((need) => results.get(need)?.failed > 0);
    const begun = performance.now();
    const result = broken ? { passed: 0, failed: 1, note: `not run, because of ${broken}` } : await run();
    results.set(name, result);
    report(says, result, (performance.now() - begun) / 1000);
  }
}

function report(says, { passed, failed, note, output = "" }, seconds) {
  const counts = passed + failed > 1 ? `, ${passed} passed, ${failed} failed` : "";
  console.log(
    `${failed > 0 ? "FAILED" : "ok    "} ${says} (${seconds.toFixed(1)} s${counts}${note ? `, ${note}` : ""})`,
  );
  if (failed > 0) console.log(lastLines(output, 300));
}

function node(doing, args, options = {}) {
  return runStep(doing, process.execPath, args, { env, withinMs: 15 * minute, ...options });
}

/** One program that is content or not; what it prints in its last line is the note. */
async function check(args) {
  const { code, output } = await node("checking", args);
  if (code !== 0) return { passed: 0, failed: 1, output };
  const said = output.trim().split("\n").at(-1);
  return { passed: 1, failed: 0, ...(args[0].startsWith("scripts/") && { note: said }) };
}

/** Next writes the types of the routes first: a fresh clone has none. */
async function checkTypes() {
  const routes = await node("writing the types of the routes", [programs.next, "typegen"]);
  return routes.code === 0 ? check([programs.tsc, "--noEmit"]) : { passed: 0, failed: 1, output: routes.output };
}

async function build() {
  if (!buildStale()) return { passed: 1, failed: 0, note: "up to date" };
  const { code, output } = await node("building", ["scripts/build.mjs"]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output };
}

async function vitest(project) {
  const file = join(reports, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code, output } = await node(`${project} tests`, [programs.vitest, "run", "--project", project, ...reporters]);
  const took = output.match(/^PostgreSQL for the tests: (.*)\.$/m)?.[1];
  return { ...(took && { note: took }), ...outcomeOf(countVitest, file, code), output };
}

async function journeys() {
  const file = join(reports, "e2e.json");
  const { code, output } = await node("journeys", [programs.playwright, "test", "--reporter=list,json"], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    withinMs: 15 * minute,
  });
  return { ...outcomeOf(countPlaywright, file, code), output };
}
