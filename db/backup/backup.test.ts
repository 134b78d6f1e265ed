import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "#db/open";
import { openTestStore, type TestEngine, testEngine } from "#db/testing";
import { loadBackup } from "./load-backup.ts";
import { verifyBackup } from "./read-backup.ts";
import { backupText, columnsOf, schemaVersion } from "./write-backup.ts";

const folder = mkdtempSync(path.join(tmpdir(), "muster-backup-"));
const file = path.join(folder, "a.backup");
const ID = (last: number) => `00000000-0000-7000-8000-${String(last).padStart(12, "0")}`;
const AT = new Date("2026-03-01T06:00:00.123Z");
let store: Store;
let newest: number;
const opened: Store[] = [];

const another = async (engine: TestEngine = testEngine()): Promise<Store> => {
  const made = await openTestStore(engine);
  opened.push(made);
  return made;
};

beforeAll(async () => {
  store = await openTestStore();
  newest = await schemaVersion(store.pool);
  const { pool } = store;
  await pool.query(
    "insert into organisations (id, name, code, sector, domains) values ($1, 'Ä \"quoted\" \\\\ name\nof two lines', 'ORG', 'health', '{a.example,b.example}')",
    [ID(1)],
  );
  await pool.query(
    "insert into people (id, name, email, password_hash) values ($1, 'With', 'a@example.org', 'hash'), ($2, 'By link', 'b@example.org', null)",
    [ID(2), ID(3)],
  );
  for (const person of [2, 3])
    await pool.query(
      "insert into sessions (id, hash, person, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $4)",
      [...[ID(10 + person), `hash ${person}`, ID(person), AT]],
    );
  await pool.query("insert into tokens (id, hash, person, name, created_at) values ($1, 'hash', $2, 'x', $3)", [
    ...[ID(20), ID(2), AT],
  ]);
  await pool.query("insert into installation (key, value) values ('set-up', 'x'), ('epoch', '4000000000')");
  await pool.query(
    "insert into incidents (id, last, title, severity, mode, phase, restricted, declared_at) values ($1, 2000, 'T', 1, 'real', 'responding', false, $2)",
    [ID(30), AT],
  );
  await pool.query(
    `insert into events (incident, place, id, at, kind, person, command, body, seen)
     select $1, n, gen_random_uuid(), $2, 'update.posted', $3, gen_random_uuid(),
       jsonb_build_object('text', repeat('x', 500) || n, 'value', 1.50, 'none', null), '{"marking":"TLP:RED"}'
     from generate_series(1, 2000) n`,
    [ID(30), AT, ID(2)],
  );
  await pipeline(Readable.from(backupText(store, "test", AT)), createGzip(), createWriteStream(file));
});
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const spoiled = (bytes: Uint8Array): string => {
  const copy = path.join(folder, "spoiled.backup");
  writeFileSync(copy, bytes);
  return copy;
};

describe("a backup that is not whole", () => {
  it("is refused with any byte flipped", async () => {
    const whole = readFileSync(file);
    const text = gunzipSync(whole);
    for (let turn = 0; turn < 60; turn += 1) {
      const flip = (bytes: Buffer): Buffer => {
        const copy = Buffer.from(bytes);
        const at = 10 + Math.floor(((bytes.length - 11) * turn) / 60);
        copy[at] = (copy[at] ?? 0) ^ 1;
        return copy;
      };
      await expect(verifyBackup(spoiled(flip(whole)), newest)).rejects.toThrow(/damaged|no backup/);
      await expect(verifyBackup(spoiled(gzipSync(flip(text))), newest)).rejects.toThrow(/damaged|no backup|newer/);
    }
  });

  it("is refused when it was cut off, anywhere", async () => {
    const whole = readFileSync(file);
    const lines = gunzipSync(whole).toString().trimEnd().split("\n");
    for (const part of [0, 1, 100, whole.length / 2, whole.length - 8, whole.length - 1])
      await expect(verifyBackup(spoiled(whole.subarray(0, part)), newest)).rejects.toThrow(/damaged/);
    for (const kept of [1, 2, lines.length - 1])
      await expect(verifyBackup(spoiled(gzipSync(`${lines.slice(0, kept).join("\n")}\n`)), newest)).rejects.toThrow(
        /damaged/,
      );
  });

  it("is refused when it is newer, of another kind, or not there", async () => {
    await expect(verifyBackup(file, newest - 1)).rejects.toThrow(/newer version/);
    const text = gunzipSync(readFileSync(file)).toString();
    const newer = text.replace('"version":1', '"version":2');
    await expect(verifyBackup(spoiled(gzipSync(newer)), newest)).rejects.toThrow(/newer version/);
    await expect(verifyBackup(spoiled(gzipSync("hello\nyou\n")), newest)).rejects.toThrow(/no backup/);
    await expect(verifyBackup(spoiled(Buffer.from("hello")), newest)).rejects.toThrow(/damaged/);
    await expect(verifyBackup(path.join(folder, "none"), newest)).rejects.toThrow(/no file/);
  });
});

describe("a backup that is whole", () => {
  it("holds every table but the stored boards", async () => {
    const { tables } = await verifyBackup(file, newest);
    const known = [...(await columnsOf(store.pool)).keys()].filter((name) => name !== "board_snapshots");
    expect(new Set(tables.map(({ name }) => name))).toEqual(new Set(known));
  });

  const events = "select to_jsonb(e)::text as row from events e order by place";

  it("is not put over anything", async () => {
    await expect(loadBackup(store, file, await verifyBackup(file, newest))).rejects.toThrow(/holds data already/);
    expect((await store.pool.query("select 1 from events")).rows).toHaveLength(2000);
  });

  it("brings every row back as it was, to this kind of store and to the embedded one", async () => {
    for (const engine of new Set<TestEngine>([testEngine(), "embedded"])) {
      const fresh = await another(engine);
      await loadBackup(fresh, file, await verifyBackup(file, newest));
      expect((await fresh.pool.query(events)).rows).toEqual((await store.pool.query(events)).rows);
      for (const table of ["organisations", "people", "incidents"]) {
        const rows = `select to_jsonb(t)::text as row from ${table} t order by id`;
        expect((await fresh.pool.query(rows)).rows).toEqual((await store.pool.query(rows)).rows);
      }
    }
  });

  it("lets nobody back in who could sign in anew, and voids every cursor of before", async () => {
    const fresh = await another();
    await loadBackup(fresh, file, await verifyBackup(file, newest));
    expect((await fresh.pool.query("select person from sessions")).rows).toEqual([{ person: ID(3) }]);
    expect((await fresh.pool.query("select 1 from tokens")).rows).toEqual([]);
    const { rows } = await fresh.pool.query("select value from installation where key = 'epoch'");
    expect(Number(rows[0]?.value)).toBeGreaterThan(4_000_000_000);
  });

  it("is of one moment, whatever is written while it is read", async () => {
    if (store.engine !== "postgresql") return;
    let text = "";
    for await (const piece of backupText(store, "test", AT)) {
      if (text === "") await store.pool.query("update incidents set title = 'Later'");
      text += piece;
    }
    expect(text).not.toContain("Later");
    await store.pool.query("update incidents set title = 'T'");
  });
});
