import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEmbedded } from "#db/embedded/open-embedded";
import { migrateStore } from "#db/migrate";
import type { Store } from "#db/open";
import { openTestStore, quietLog, testEngine } from "#db/testing";
import { testProgram } from "#db/testing-files";
import type { Context } from "#server/context";
import { openLocalChannel } from "#server/local-channel";
import { exportAudit } from "#server/reads/export-audit";
import {
  administrator,
  incident,
  openNode,
  send,
  TestClock,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { INSTALLATION } from "./entry.ts";

/** The command, as an operator runs it, on a store of its own: while a server runs on it, and at rest. */

const embedded = testEngine() === "embedded";
const dataDir = mkdtempSync(path.join(tmpdir(), "muster-verify-"));
const projectRoot = process.cwd();
let store: Store;
let context: Context;
let commander: TestPerson;
let room: TestIncident;

const open = async (): Promise<Store> => {
  const workerFile = testProgram(projectRoot, "worker");
  const opened = embedded
    ? await openEmbedded({ dataDir, log: quietLog, projectRoot, workerFile })
    : await openTestStore();
  await migrateStore(opened);
  return opened;
};

const start = async (): Promise<void> => {
  store = await open();
  context = (await openNode(store, new TestClock(), { env: { DATA_DIR: dataDir } })).context;
};

beforeAll(async () => {
  await start();
  commander = await administrator(context);
  room = await incident(context, commander);
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Run = { code: number | null; said: string };

const verify = (...args: string[]): Promise<Run> => {
  const url = embedded ? "" : String(store.pool.options.connectionString);
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: url, INIT_CWD: dataDir };
  const child = spawn(process.execPath, ["scripts/audit-verify.mjs", ...args], { cwd: projectRoot, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
};

/** At rest nobody else has the embedded store open. */
const verifyAtRest = async (...args: string[]): Promise<Run> => {
  if (!embedded) return verify(...args);
  await store.close();
  const run = await verify(...args);
  await start();
  return run;
};

const tamper = async (change: string, values: unknown[]): Promise<void> => {
  await store.pool.query("alter table audit_entries disable trigger all");
  await store.pool.query("grant all on audit_entries to current_user");
  await store.pool.query(change, values);
};
const post = () => send(context, commander, room.id, { kind: "comment.post", on: "room", text: "something" });

describe("npm run audit:verify", () => {
  it("does not take what it cannot verify for broken or intact", async () => {
    expect(await verify("--from", "x")).toMatchObject({ code: 4 });
    expect(await verify("--checkpoint", "none.json")).toMatchObject({ code: 4 });
  });

  it("asks the running server, and follows checkpoints to their word", async () => {
    const channel = await openLocalChannel(context, "test");
    await post();
    try {
      const whole = await verify("--json");
      expect(whole).toMatchObject({ code: 0 });
      const report = JSON.parse(whole.said);
      expect(report).toMatchObject({ verdict: 0, unanchored: 0, fault: null, chains: 2 });
      writeFileSync(path.join(dataDir, "outside.json"), JSON.stringify(await context.audit.sealed()));
      expect(await verify("--checkpoint", "outside.json")).toMatchObject({ code: 0 });
      const { n } = await context.audit.checkpoint();
      await post();
      const tail = JSON.parse((await verify("--from", String(n + 1), "--json")).said);
      expect(tail).toMatchObject({ verdict: 0, entries: 2 });
      expect(await verify("--from", "9999")).toMatchObject({ code: 4 });
    } finally {
      await channel.close();
    }
  });

  it("checks an exported bundle offline, and trusts no key that it does not know", async () => {
    const { body } = await exportAudit(context, commander.id, room.id, "jsonl", {});
    writeFileSync(path.join(dataDir, "bundle.jsonl"), body);
    writeFileSync(path.join(dataDir, "changed.jsonl"), body.replace("incident.declared", "incident.closed"));
    expect(await verify("bundle.jsonl")).toMatchObject({ code: 0 });
    expect(await verify("bundle.jsonl", "--key", "another")).toMatchObject({ code: 2 });
    expect(await verify("changed.jsonl")).toMatchObject({ code: 1, said: expect.stringContaining("(line 2)") });
  });

  it("names the first bad entry", async () => {
    const [good, bad] = ["incident.declared", "x"];
    const change = (from: string, to: string) =>
      tamper("update audit_entries set action = $1 where chain = $2 and n = 1 and action = $3", [to, room.id, from]);
    const channel = await openLocalChannel(context, "test");
    try {
      await change(good, bad);
      const run = await verify();
      expect(run).toMatchObject({ code: 1, said: expect.stringContaining(`(chain ${room.id}, entry 1)`) });
    } finally {
      await change(bad, good);
      await channel.close();
    }
  });

  it("says of a store at rest that its tail is not anchored", async () => {
    await post();
    expect(await verifyAtRest()).toMatchObject({ code: 2, said: expect.stringContaining("1 came after") });
  });

  it("sees that a store is older than a checkpoint that was kept outside", async () => {
    const { n } = await context.audit.checkpoint();
    writeFileSync(path.join(dataDir, "newest.json"), JSON.stringify(await context.audit.sealed()));
    rmSync(path.join(dataDir, "audit", "checkpoints.jsonl"));
    await tamper("delete from audit_entries where chain = $1 and n = $2", [INSTALLATION, n]);
    expect(await verifyAtRest("--checkpoint", "newest.json")).toMatchObject({ code: 3 });
  });
});
