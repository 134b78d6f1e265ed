// Verifies the audit log: of the store of a running server, or of one at rest.
//   npm run audit:verify -- [--checkpoint FILE] [--from n] [--json]
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
  const { values } = parseArgs({
    options: { checkpoint: { type: "string" }, from: { type: "string" }, json: { type: "boolean" } },
  });
  if (values.from !== undefined && !/^[1-9]\d{0,14}$/.test(values.from))
    throw new Error("Say --from with the number of an entry of the installation's chain, such as --from 1000.");
  return {
    json: values.json === true,
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
  const { json, ...wish } = asked();
  process.chdir(root);
  const report = await verify(wish);
  console.log(json ? JSON.stringify(report) : sentences(report).join("\n"));
  process.exitCode = report.verdict;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = NOT_VERIFIED;
}
