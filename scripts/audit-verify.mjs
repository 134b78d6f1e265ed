// Verifies the audit log: of the store of a running server, of one at rest, or of an exported bundle.
//   npm run audit:verify -- [--checkpoint FILE] [--from n] [--json]
//   npm run audit:verify -- BUNDLE [--key PUBLIC-KEY] [--json]
// Exit code: 0 intact and anchored, 1 broken, 2 intact but the tail is not anchored, 3 rolled back, 4 not verified.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadAuditProgram } from "./build/audit-program.mjs";
import { askServer, NobodyThere } from "./local-channel.mjs";
import { root } from "./prepare/root.mjs";

/** Names on the command line are meant from where the operator stands, and npm goes to the project first. */
const from = process.env.INIT_CWD ?? process.cwd();
const NOT_VERIFIED = 4;
const count = (number) => number.toLocaleString("en");

function asked() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ checkpoint: { type: "string" }, from: { type: "string" } },
      ...{ key: { type: "string" }, json: { type: "boolean" } },
    },
  });
  if (values.from !== undefined && !/^[1-9]\d{0,14}$/.test(values.from))
    throw new Error("Say --from with the number of an entry of the installation's chain, such as --from 1000.");
  return {
    json: values.json === true,
    bundle: positionals[0] === undefined ? undefined : path.resolve(from, positionals[0]),
    key: values.key,
    outside: values.checkpoint === undefined ? undefined : readFileSync(path.resolve(from, values.checkpoint), "utf8"),
    from: values.from === undefined ? undefined : Number(values.from),
  };
}

async function verifyThroughServer(dataDir, wish) {
  const response = await askServer(dataDir, "/audit/verify", JSON.stringify(wish));
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  const answer = JSON.parse(text);
  if (response.statusCode !== 200) throw new Error(answer.message);
  return answer;
}

async function verify(wish) {
  const dataDir = path.resolve(process.env.DATA_DIR || "./data");
  try {
    return { ...(await verifyThroughServer(dataDir, wish)), of: `the store of the server that runs on ${dataDir}` };
  } catch (error) {
    if (!(error instanceof NobodyThere)) throw error;
  }
  const { verifyAtRest, workerFile } = await loadAuditProgram();
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const report = await verifyAtRest({ ...wish, databaseUrl, dataDir, projectRoot: root, workerFile, log });
  return { ...report, of: databaseUrl ? "the database of DATABASE_URL" : `the store at rest in ${dataDir}` };
}

/** Unchanged since its export, and by whom it was signed: only a key that is known here says that. */
async function verifyExported({ bundle, key }) {
  const { verifyBundle, knownKeys } = await loadAuditProgram();
  const begun = performance.now();
  const report = verifyBundle(readFileSync(bundle, "utf8"));
  const known = key === undefined ? knownKeys(path.resolve(process.env.DATA_DIR || "./data")) : [key];
  const verdict = report.fault ? 1 : known.includes(report.key) ? 0 : 2;
  return { verdict, ...report, ms: performance.now() - begun };
}

function sentencesOfBundle({ verdict, entries, at, key, fault, ms }) {
  const line = fault && `First bad line: ${fault.what} (line ${fault.n + 1}).`;
  const signed = `Exported ${at}, signed with ${key}.`;
  const unknown = "This key is not known here: compare it with that of the installation's checkpoint, or say --key.";
  return [
    ["Unchanged since its export.", "BROKEN.", "Unchanged, but signed by somebody unknown."][verdict],
    ...(line ? [line] : [signed]),
    ...(fault?.expected ? [`  expected ${fault.expected}`, `  found    ${fault.found}`] : []),
    ...(verdict === 2 ? [unknown] : []),
    `${count(entries)} lines, ${count(Math.round(entries / (ms / 1000)))} lines/s. That nothing was left out is proven only where it was made.`,
  ];
}

const verdicts = ["Intact and anchored", "BROKEN", "Intact, but its tail is not anchored", "ROLLED BACK"];

function sentences({ verdict, entries, chains, unanchored, checkpoints, checkpointAt, ms, fault, of }) {
  const rate = Math.round(entries / (ms / 1000));
  const where = fault && `${fault.what} (chain ${fault.chain}, entry ${fault.n})`;
  return [
    `${verdicts[verdict]}: ${of}.`,
    ...(fault ? [`First bad entry: ${where}.`] : []),
    ...(fault?.expected ? [`  expected ${fault.expected}`, `  found    ${fault.found}`] : []),
    `${count(entries)} entries in ${count(chains)} chains, ${count(rate)} entries/s; ${count(checkpoints)} checkpoints${checkpointAt ? `, the last of ${checkpointAt}` : ""}.`,
    ...(unanchored > 0 ? [`${count(unanchored)} came after it: the next checkpoint anchors them.`] : []),
  ];
}

try {
  const { json, bundle, key, ...wish } = asked();
  process.chdir(root);
  const report = bundle === undefined ? await verify(wish) : await verifyExported({ bundle, key });
  const said = bundle === undefined ? sentences : sentencesOfBundle;
  console.log(json ? JSON.stringify(report) : said(report).join("\n"));
  process.exitCode = report.verdict;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = NOT_VERIFIED;
}
