import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restoreBackup } from "#db/backup/restore";
import { openEmbedded } from "#db/embedded/open-embedded";
import { quietLog } from "#db/testing";
import { testProgram } from "#db/testing-files";
import { cursorKey, readFact } from "./access/installation.ts";
import { AuditTrail } from "./audit/trail.ts";
import { verifyStore } from "./audit/verify-store.ts";
import { Cursors } from "./journal/cursor.ts";
import { type LocalChannel, openLocalChannel } from "./local-channel.ts";
import { administrator, incident, openTestBed, send, type TestBed, type TestPerson } from "./testing.ts";

const root = process.cwd();
const folder = mkdtempSync(path.join(tmpdir(), "muster-channel-"));
const file = path.join(folder, "a.backup");
let bed: TestBed;
let channel: LocalChannel;
let address: string;
let commander: TestPerson;
let room: string;

beforeAll(async () => {
  bed = await openTestBed();
  commander = await administrator(bed.context, "a long password of somebody");
  room = (await incident(bed.context, commander)).id;
  channel = await openLocalChannel(bed.context, "test");
  address = readFileSync(path.join(bed.context.env.dataDir, "control", "address"), "utf8");
});
afterAll(async () => {
  await channel.close();
  await bed.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (method: string, at: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request({ socketPath: address, path: at, method }, resolve).on("error", reject).end();
  });

const restore = (dataDir: string, from = file) =>
  restoreBackup({
    ...{ file: from, databaseUrl: undefined, dataDir, projectRoot: root, log: quietLog },
    open: (options) => openEmbedded({ ...options, projectRoot: root, workerFile: testProgram(root, "worker") }),
  });
const opened = (dataDir: string) =>
  openEmbedded({ dataDir, log: quietLog, projectRoot: root, workerFile: testProgram(root, "worker") });

describe("the operator's way in", () => {
  it("is in a folder that nobody else may enter, and answers nothing else", async () => {
    expect(statSync(path.dirname(address)).mode & 0o077).toBe(0);
    for (const [method, at] of [
      ["GET", "/backup"],
      ["POST", "/api/v1/me"],
      ["GET", "/"],
    ] as const) {
      const answer = await ask(method, at);
      answer.resume();
      expect(answer.statusCode).toBe(404);
    }
  });

  it("brings what was acknowledged, and an embedded store that is made of it says the same", async () => {
    const id = uuidv7();
    const text = "Before the backup.";
    const { event } = await send(bed.context, commander, room, {
      ...{ id, kind: "update.post", organisation: commander.organisation, text },
    });
    await pipeline(await ask("POST", "/backup"), createWriteStream(file));
    const dataDir = path.join(folder, "fresh");
    expect(await restore(dataDir)).toMatchObject({ app: "test", kept: null });
    const store = await opened(dataDir);
    try {
      const query = "select to_jsonb(t)::text as row from audit_entries t order by chain, n";
      expect((await store.pool.query(query)).rows).toEqual((await bed.store.pool.query(query)).rows);
      const { rows } = await store.pool.query("select id from events where command = $1", [id]);
      expect(rows).toEqual([{ id: event.id }]);
      const epoch = Number(await readFact(store.db, "epoch"));
      const key = Buffer.from((await readFact(store.db, "cursor-key")) ?? "", "base64url");
      expect(bed.context.cursors.placeOf(bed.context.cursors.cursor(room, 1), room)).toBe(1);
      expect(await verifyStore(store.db, dataDir, {})).toMatchObject({ verdict: 0, fault: null });
      expect(new Cursors(key, epoch).placeOf(bed.context.cursors.cursor(room, 1), room)).toBeNull();
    } finally {
      await store.close();
    }
  });
});

describe("the audit of a restored store", () => {
  const dataDir = path.join(folder, "fresh");

  it("goes on under another key, says that it was restored, and is older than what was signed since", async () => {
    await send(bed.context, commander, room, { kind: "comment.post", on: "room", text: "After the backup." });
    await bed.context.audit.checkpoint();
    const outside = JSON.stringify(await bed.context.audit.sealed());
    const store = await opened(dataDir);
    try {
      const epoch = Number(await readFact(store.db, "epoch"));
      const secret = await cursorKey(store.db);
      const { now, log } = bed.context;
      const trail = new AuditTrail({ db: store.db, secret, dataDir, epoch, now, log });
      trail.start();
      await trail.stop();
      expect(trail.publicKey).not.toBe(bed.context.audit.publicKey);
      expect(await verifyStore(store.db, dataDir, {})).toMatchObject({ verdict: 0, fault: null });
      const { rows } = await store.pool.query("select 1 from audit_entries where action = 'store.restored'");
      expect(rows).toHaveLength(1);
      expect(await verifyStore(store.db, dataDir, { outside })).toMatchObject({ verdict: 3 });
    } finally {
      await store.close();
    }
  });
});

describe("a restore", () => {
  it("touches nothing while a server runs, nor with a file that is damaged", async () => {
    const dataDir = path.join(folder, "running");
    const running = await opened(dataDir);
    await expect(restore(dataDir)).rejects.toThrow(`process ${process.pid}`);
    await running.pool.query("create table mark (word text)");
    await running.close();
    const cut = path.join(folder, "cut.backup");
    writeFileSync(cut, readFileSync(file).subarray(0, -20));
    await expect(restore(dataDir, cut)).rejects.toThrow("damaged");
    const again = await opened(dataDir);
    expect((await again.pool.query("select 1 from mark")).rows).toEqual([]);
    await again.close();
  });

  it("takes the place of a stopped store, which is kept", async () => {
    const { kept } = await restore(path.join(folder, "running"));
    expect(kept !== null && existsSync(path.join(kept, "PG_VERSION"))).toBe(true);
    const store = await opened(path.join(folder, "running"));
    expect((await store.pool.query("select 1 from events")).rows.length).toBeGreaterThan(0);
    await store.close();
  });
});
