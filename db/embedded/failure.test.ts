import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { faultOf } from "#db/fault";
import { storeFolder } from "./folder.ts";
import { idsIn, openIn, scratchFolder } from "./testing/open-in.ts";

const heard = () => {
  const lines: string[] = [];
  const hear = (line: string) => lines.push(line);
  return { lines, log: { info: hear, warn: hear, error: hear } };
};

/** The test's own limit ends a wait in vain; how long a busy machine takes is not what is tested. */
const eventually = (holds: () => unknown) => vi.waitFor(holds, { timeout: 50_000 });

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
  await eventually(() => expect(lost).toHaveBeenCalledOnce());
  await expect(store.ping()).rejects.toThrow("not running");
  await eventually(() => expect(lines).toContainEqual(expect.stringContaining("cannot be started again yet")));
  rmSync(fault);
  await eventually(() => store.ping());
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
  await eventually(() => expect(existsSync(reserve)).toBe(false));
  expect(lines).toContainEqual(expect.stringMatching(/stopped \(.*No space left on device/));
  rmSync(`${database}.full`);
  await eventually(() => store.ping());
  expect(await idsIn(store)).toEqual(expect.arrayContaining([1, 2]));
  await eventually(() => expect(existsSync(reserve)).toBe(true));
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
