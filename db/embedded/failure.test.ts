import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { faultOf } from "#db/fault";
import type { Store } from "#db/store";
import { storeFolder } from "./folder.ts";
import { idsIn, openIn, scratchFolder } from "./testing/open-in.ts";

const heard = () => {
  const lines: string[] = [];
  const hear = (line: string) => lines.push(line);
  return { lines, log: { info: hear, warn: hear, error: hear } };
};

const healed = (store: Store) => vi.waitFor(() => store.ping(), { timeout: 20_000 });

async function withRows(dataDir: string) {
  const { lines, log } = heard();
  const store = await openIn(dataDir, { program: "faulty-worker", log });
  await store.pool.query("create table kept (id int primary key)");
  await store.pool.query("insert into kept values (1), (2)");
  return { store, lines };
}

test("a sync that fails confirms nothing, and the store comes back with all it confirmed", async () => {
  const dataDir = scratchFolder();
  const { store, lines } = await withRows(dataDir);
  const lost = vi.fn();
  store.onLost(lost);
  const fault = `${storeFolder(dataDir).database}.sync`;
  writeFileSync(fault, "");
  const refused = await store.pool.query("insert into kept values (3)").catch((error: unknown) => error);
  expect(faultOf(refused)).toBe("unavailable");
  await vi.waitFor(() => expect(lost).toHaveBeenCalledOnce());
  await expect(store.ping()).rejects.toThrow("not running");
  await vi.waitFor(() => expect(lines).toContainEqual(expect.stringContaining("cannot be started again yet")));
  rmSync(fault);
  await healed(store);
  expect(await idsIn(store)).toEqual(expect.arrayContaining([1, 2]));
  await store.pool.query("insert into kept values (4)");
  expect(lines.filter((line) => line.endsWith("store is back."))).toHaveLength(1);
});

test("a log that cannot be written ends the engine in a panic, and gives up the reserve for its recovery", async () => {
  const dataDir = scratchFolder();
  const { store, lines } = await withRows(dataDir);
  const { database, reserve } = storeFolder(dataDir);
  expect(existsSync(reserve)).toBe(true);
  writeFileSync(`${database}.full`, "");
  const refused = await store.pool.query("insert into kept values (3)").catch((error: unknown) => error);
  expect(faultOf(refused)).toBe("unavailable");
  await vi.waitFor(() => expect(existsSync(reserve)).toBe(false));
  expect(lines).toContainEqual(expect.stringMatching(/stopped \(.*No space left on device/));
  rmSync(`${database}.full`);
  await healed(store);
  expect(await idsIn(store)).toEqual(expect.arrayContaining([1, 2]));
  await vi.waitFor(() => expect(existsSync(reserve)).toBe(true), { timeout: 10_000 });
  await store.pool.query("insert into kept values (4)");
});

test("a store with a damaged database is refused with the engine's reason and left as it is", async () => {
  const dataDir = scratchFolder();
  const store = await openIn(dataDir);
  await store.close();
  const { database } = storeFolder(dataDir);
  rmSync(path.join(database, "pg_wal"), { recursive: true });
  await expect(openIn(dataDir)).rejects.toMatchObject({
    name: "StoreRefusal",
    message: expect.stringContaining("cannot be opened"),
  });
  expect(existsSync(path.join(database, "base"))).toBe(true);
});

test("a folder that is no database is kept under another name, and said", async () => {
  const dataDir = scratchFolder();
  const { root, database } = storeFolder(dataDir);
  mkdirSync(database);
  writeFileSync(path.join(database, "notes.txt"), "mine");
  const { lines, log } = heard();
  await openIn(dataDir, { log });
  const [kept] = readdirSync(root).filter((name) => name.startsWith("database.unusable-"));
  expect(existsSync(path.join(root, kept ?? "", "notes.txt"))).toBe(true);
  expect(lines).toContainEqual(expect.stringContaining(kept ?? "nothing"));
});

test("a data folder that cannot be made is refused in a sentence", async () => {
  const dataDir = path.join(scratchFolder(), "file");
  writeFileSync(dataDir, "");
  await expect(openIn(dataDir)).rejects.toMatchObject({ name: "StoreRefusal" });
});
