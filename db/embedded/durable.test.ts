import { cpSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { storeFolder } from "./folder.ts";
import { idsIn, openIn, scratchFolder } from "./testing/open-in.ts";
import { type FileAct, ForgetfulDisk, seeded } from "./testing/power-cut.ts";

const recordOf = (dataDir: string) => `${storeFolder(dataDir).database}.record`;

function actsOf(dataDir: string): FileAct[] {
  const lines = readFileSync(recordOf(dataDir), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

test("an engine that does not sync is refused although its settings say it does", async () => {
  const dataDir = scratchFolder();
  await expect(openIn(dataDir, { program: "unsynced-worker" })).rejects.toThrow("does not reach the disk");
  const acts = actsOf(dataDir);
  expect(acts.filter((act) => act.act === "write").length).toBeGreaterThan(0);
  expect(acts.filter((act) => act.act === "fsync")).toEqual([]);
});

test("every commit syncs the log before it is confirmed", async () => {
  const dataDir = scratchFolder();
  const store = await openIn(dataDir, { program: "recording-worker" });
  await store.pool.query("create table kept (id int primary key)");
  const syncs = () =>
    [...readFileSync(recordOf(dataDir), "utf8").matchAll(/"act":"fsync","fd":\d+,"path":"\/pg_wal\//g)].length;
  const before = syncs();
  for (let id = 1; id <= 50; id += 1) {
    await store.pool.query("insert into kept values ($1)", [id]);
    expect(syncs()).toBe(before + id);
  }
});

/** A day's work in small: rows one by one, groups, changes of what is there, and checkpoints in between. */
async function recordedWork(dataDir: string): Promise<{ base: string; confirmed: { id: number; size: number }[] }> {
  const prepared = await openIn(dataDir);
  await prepared.pool.query("create table kept (id int primary key, body text)");
  await prepared.close();
  const base = path.join(scratchFolder(), "base");
  cpSync(storeFolder(dataDir).database, base, { recursive: true });

  const store = await openIn(dataDir, { program: "recording-worker" });
  const confirmed: { id: number; size: number }[] = [];
  for (let round = 0; round < 60; round += 1) {
    const ids = [1, 2, 3].map((place) => round * 3 + place);
    await store.pool.query("insert into kept select id, repeat('x', 900) from unnest($1::int[]) as id", [ids]);
    confirmed.push(...ids.map((id) => ({ id, size: statSync(recordOf(dataDir)).size })));
    await store.pool.query("update kept set body = repeat('y', 1200) where id % 7 = $1", [round % 7]);
    if (round % 17 === 16) await store.pool.query("checkpoint");
  }
  await store.close();
  return { base, confirmed };
}

/** The rows that are there after the power went when `size` bytes were on the record; none when the store cannot be opened. */
async function afterPowerCut(base: string, acts: FileAct[], random: () => number): Promise<Set<number>> {
  const disk = new ForgetfulDisk(base, random);
  for (const act of acts) disk.do(act);
  const dataDir = scratchFolder();
  mkdirSync(storeFolder(dataDir).root, { recursive: true });
  disk.cutPower(storeFolder(dataDir).database);
  const store = await openIn(dataDir).catch(() => undefined);
  if (!store) return new Set();
  const ids = await idsIn(store).catch(() => []);
  await store.close();
  return new Set(ids);
}

test("a power cut at any moment takes back nothing that was confirmed, and would without the syncs", async () => {
  const random = seeded(20_260_711);
  const dataDir = scratchFolder();
  const { base, confirmed } = await recordedWork(dataDir);
  const record = readFileSync(recordOf(dataDir), "utf8");
  const acts = actsOf(dataDir);
  const sizes = [...record.matchAll(/\n/g)].map((end) => end.index + 1);

  for (let cut = 0; cut < 4; cut += 1) {
    const acted = 1 + Math.floor(acts.length * (0.15 + 0.85 * random()));
    const promised = confirmed.filter(({ size }) => size <= (sizes[acted - 1] ?? 0)).map(({ id }) => id);
    const kept = await afterPowerCut(base, acts.slice(0, acted), random);
    expect(promised.filter((id) => !kept.has(id))).toEqual([]);
    if (cut > 0) continue;
    const unsynced = acts.slice(0, acted).filter((act) => act.act !== "fsync");
    const keptUnsynced = await afterPowerCut(base, unsynced, random);
    expect(promised.filter((id) => !keptUnsynced.has(id))).not.toEqual([]);
  }
});
