// The walls of the project. Every rule is data up here; the code below only applies it.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

/** Arrows: what each folder may import, and what to do instead. */
const folders = {
  domain: [["domain"], "domain/ is pure and knows nobody: hand the value in as an argument"],
  db: [["db", "domain"], "db/ knows only domain/: let the server hand it what it needs"],
  server: [["server", "db", "domain"], "what both sides need belongs in domain/, what is seen in components/"],
  client: [["client", "domain"], "what both sides need belongs in domain/; the rest is asked for over the API"],
  components: [
    ["components", "client", "domain"],
    "reach the server through a hook in client/, or get it as a prop from app/",
  ],
  app: [
    ["app", "components", "domain", "server/reads", "server/access", "server/commands/submit", "server/running"],
    "a page takes the session, reads through server/reads/ and hands on to a component",
  ],
  e2e: [["e2e", "domain"], "a journey knows the browser and the words of domain/, nothing else"],
  scripts: [["scripts", "domain", "db", "server"], "a script stands beside the product, not in the browser"],
};

/** Arrows within server/: what a room may not import. */
const rooms = {
  "server/journal": [["live", "http", "jobs", "commands", "reads", "drill"], "the journal only appends and reads"],
  "server/access": [["live", "http", "jobs", "drill"], "access says who somebody is, whatever door he came through"],
  "server/commands": [["live", "http", "jobs"], "what follows a commit is published through the context"],
  "server/reads": [["live", "http", "jobs", "drill", "commands"], "a read changes nothing and knows no door"],
  "server/live": [["http", "jobs", "drill"], "both doors share commands/, reads/, access/ and journal/"],
  "server/http": [["live", "jobs"], "both doors share commands/, reads/, access/ and journal/"],
  "server/jobs": [["live", "http"], "work after a commit goes through commands/ and journal/"],
  "server/drill": [["live", "http"], "the drill posts through commands/ like everybody"],
};

/** Package doors: who may name a package ("x" also means "x/…"). */
const doors = {
  "socket.io": ["server/live/", "server/main.ts", "scripts/"],
  "socket.io-client": ["client/live.ts", "e2e/", "scripts/"],
  "@electric-sql": ["db/"],
  pg: ["db/", "scripts/"],
  "fs-native-extensions": ["db/"],
  "drizzle-orm": [
    "db/",
    ...["access", "audit", "commands", "journal", "reads", "drill", "jobs"].map((room) => `server/${room}/`),
  ],
  hono: ["server/http/"],
  "@hono": ["server/http/", "server/main.ts"],
  next: ["app/", "components/", "server/main.ts", "server/pages.ts"],
  react: ["app/", "components/", "client/"],
  "react-dom": ["app/", "components/"],
  "@tanstack": ["client/", "components/"],
  "idb-keyval": ["client/outbox.ts", "client/drafts.ts"],
  "@node-rs/argon2": ["server/access/"],
  "@simplewebauthn/server": ["server/access/"],
  "@simplewebauthn/browser": ["client/"],
  otpauth: ["server/access/"],
  "openid-client": ["server/access/oidc.ts"],
  "node:https": ["server/outgoing.ts", "scripts/"],
  undici: [],
  nodemailer: ["server/jobs/"],
  pino: ["server/logger.ts"],
  "prom-client": ["server/metrics.ts"],
  "node:": ["db/", "server/", "scripts/", "e2e/"],
  "@playwright": ["e2e/", "scripts/"],
  vitest: [],
};

/** Words that a folder's code may not hold, comments aside. */
const table = "The table `events` has one door: read and append through server/journal/";
const words = [
  [
    "domain/",
    /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\brandomUUID\b|\bset(Timeout|Interval)\(/,
    "domain/ has no clock and no chance: take the time or the id as an argument",
  ],
  ["domain/", /\bfrom\s*"(?!#domain\/|\.\/|\.\.\/|zod\/mini")/, 'domain/ imports itself and "zod/mini", nothing else'],
  [
    "server/",
    /(?<![.\w])fetch\(|\bglobalThis\.fetch\b|\bnew (WebSocket|EventSource)\(|\bimport\s*\{[^}]*\b(request|get|Agent|ClientRequest)\b[^}]*\}\s*from\s*"node:https?"|\bimport\s+(\*\s+as\s+)?\w+\s+from\s*"node:https?"/,
    "what leaves by HTTP goes through server/outgoing.ts, which judges every address",
    /^server\/outgoing\.ts$/,
  ],
  ["client/", /\bfrom\s*"zod"/, 'the whole of zod is too heavy for browsers: "zod/mini", in domain/'],
  ["components/", /\bfrom\s*"zod"|\bfetch\(/, "components/ neither fetch nor parse: that is a hook in client/"],
  ...["server/", "scripts/", "app/"].flatMap((place) => [
    [place, /\bfrom\s*"#db\/schema\/events"/, table],
    [place, /\bimport\s*(type\s*)?\{[^}]*\bevents\b[^}]*\}\s*from\s*"#db\//, table],
    [place, /\b(tables|schema|query)\.events\b|\b(from|into|update|join|truncate)\s+"?events"?(?=[\s"'`(;])/, table],
  ]),
];
const wordsExempt = /^server\/journal\//;

const emptyWords = /(^|-)(utils?|helpers?|common|managers?|services?|types|misc|stuff|shared)$/;
const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|pg\.test|spec|config|d))*\.(ts|tsx|mjs|css)$/;
const folderName = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const routeFolder = /^(\(.+\)|\[.+\]|_?[a-z0-9.]+(-[a-z0-9]+)*)$/;
const longest = 300;
const lengthExempt = /^(db\/migrations|domain\/drill\/data)\//;
const mayDefault =
  /^app\/.*\b(page|layout|template|loading|error|global-error|not-found|default|icon|manifest|robots)\.tsx?$|^[^/]+\.config\.(ts|mjs)$|^scripts\/build\/[^/]+-loader\.mjs$/;
const isTest = (path) => /\.(test|spec)\.tsx?$|(^|\/)testing(-[a-z-]+)?(\.ts$|\/)/.test(path);
const within = (path, place) =>
  path === place || path === `${place}.ts` || path.startsWith(place.endsWith("/") ? place : `${place}/`);

/** Faults of a tree, given as a map from path to text; each sentence names the file and where the code belongs. */
export function checkStructure(files) {
  const faults = [];
  const graph = new Map();
  for (const [path, text] of files) {
    const fault = (sentence) => faults.push(`${path}: ${sentence}.`);
    checkName(path, fault);
    if (!/\.(ts|tsx|mjs)$/.test(path)) continue;
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    if (lines > longest && !isTest(path) && !lengthExempt.test(path))
      fault(`${lines} lines, at most ${longest}: split it by the nouns in it`);
    const code = text.replace(/(^|[\s({,;])\/\*[\s\S]*?\*\//g, "$1").replace(/(^|\s)\/\/.*$/gm, "$1");
    if (/^export default\b|\bas default\b/m.test(code) && !isTest(path) && !mayDefault.test(path))
      fault("a default export: export by name; only routes of app/, configurations and loaders have one");
    const imports = importsOf(code).map((name) => ({ name, target: resolve(path, name, files) }));
    graph.set(
      path,
      imports.flatMap(({ target }) => (files.has(target) ? [target] : [])),
    );
    if (isTest(path) || !path.includes("/")) continue;
    for (const { name, target } of imports)
      target ? checkArrow(path, name, target, fault) : checkDoor(path, name, fault);
    for (const [place, pattern, sentence, exempt = wordsExempt] of words)
      if (path.startsWith(place) && !exempt.test(path) && pattern.test(code))
        fault(`“${pattern.exec(code)[0].replace(/\s+/g, " ")}”: ${sentence}`);
  }
  return [
    ...faults,
    ...circles(graph).map(
      (circle) =>
        `${circle[0]}: a circle of imports, ${circle.join(" → ")}: what both ends need belongs in a third file.`,
    ),
  ];
}

function checkName(path, fault) {
  const parts = path.split("/");
  const base = parts.pop() ?? "";
  const stem = base.replace(/\..*$/, "");
  if (stem === "index") fault("an index file: import from the file that has the thing, and name files after it");
  else if (!fileName.test(parts[0] === "public" ? base.replace(/\.js$/, ".mjs") : base))
    fault("a file is named in kebab-case after the one thing it exports");
  if (emptyWords.test(stem)) fault(`“${stem}” says nothing: name the file after the one thing it exports`);
  if (parts[0] !== undefined && !folders[parts[0]] && parts[0] !== "public")
    fault(`no such place: the folders are ${Object.keys(folders).join(", ")}`);
  for (const part of parts) {
    if (!(parts[0] === "app" ? routeFolder : folderName).test(part)) fault(`the folder “${part}” is not in kebab-case`);
    if (emptyWords.test(part)) fault(`the folder “${part}” says nothing: name it after the noun that lives there`);
  }
}

function importsOf(code) {
  const statements =
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\b(?:import|require)\(\s*["']([^"']+)["']/gm;
  return [...code.matchAll(statements)].map((match) => match[1] ?? match[2] ?? match[3]);
}

/** The path an import means within the project, or null when it names a package. */
function resolve(from, name, files) {
  const inner = name.startsWith("#")
    ? name.slice(1)
    : name.startsWith(".")
      ? posix.join(posix.dirname(from), name)
      : null;
  return inner && (["", ".ts", ".tsx", ".mjs"].map((end) => inner + end).find((path) => files.has(path)) ?? inner);
}

function checkArrow(path, name, target, fault) {
  const top = path.split("/")[0];
  const [may, instead] = folders[top] ?? [[], ""];
  if (name.startsWith("../") && !within(target, top))
    fault(`imports ${name}: across folders say #${target.replace(/\.tsx?$/, "")}`);
  if (!may.some((place) => within(target, place))) fault(`may not import ${name}: ${instead}`);
  if (isTest(target)) fault(`may not import ${name}: that is for tests`);
  const room = Object.keys(rooms).find((place) => within(path, place));
  if (room && rooms[room][0].some((other) => within(target, `server/${other}`)))
    fault(`may not import ${name}: ${rooms[room][1]}`);
}

function checkDoor(path, name, fault) {
  for (const [door, places] of Object.entries(doors)) {
    const named = door.endsWith(":") ? name.startsWith(door) : name === door || name.startsWith(`${door}/`);
    if (named && !places.some((place) => path.startsWith(place)))
      fault(`may not name the package ${name}: it belongs in ${places.join(", ") || "tests"}`);
  }
}

function circles(graph) {
  const found = [];
  const state = new Map();
  const visit = (path, trail) => {
    if (state.get(path) === "done") return;
    const at = trail.indexOf(path);
    if (at >= 0) return void found.push([...trail.slice(at), path]);
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** The code of the project as a map from path to text. */
export function readTree(root) {
  const files = new Map();
  const skipped = new Set([
    "node_modules",
    "data",
    "docs",
    "coverage",
    "test-results",
    "playwright-report",
    "bench-results",
  ]);
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && (folder || !skipped.has(entry.name))) walk(path);
      } else if (/\.(ts|tsx|js|jsx|mjs|cjs|css)$/.test(entry.name))
        files.set(path, readFileSync(join(root, path), "utf8"));
    }
  };
  walk("");
  return files;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const files = readTree(fileURLToPath(new URL("..", import.meta.url)));
  const faults = checkStructure(files);
  for (const fault of faults) console.error(fault);
  console.log(`structure: ${files.size} files, ${faults.length === 0 ? "no fault" : `${faults.length} faults`}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
