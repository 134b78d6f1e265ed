import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { testProgram } from "#db/testing-files";
import { storeFolder } from "./folder.ts";
import { idsIn, openIn, scratchFolder } from "./testing/open-in.ts";

/** Another process on the store of this data folder, which adds rows without end. */
function holder(dataDir: string): ChildProcess & { confirmed: number[] } {
  const root = process.cwd();
  const child = spawn(process.execPath, [testProgram(root, "hold-store"), dataDir, testProgram(root, "worker")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const confirmed: number[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => confirmed.push(Number(line)));
  return Object.assign(child, { confirmed });
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await gone;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

test("a second process is refused and told who holds the store, and let in once that one is killed", async () => {
  const dataDir = scratchFolder();
  const first = holder(dataDir);
  await until(() => first.confirmed.length >= 20);
  await expect(openIn(dataDir)).rejects.toThrow(`in use by the process ${first.pid}`);
  const { length } = first.confirmed;
  await until(() => first.confirmed.length > length);
  await killed(first);
  const store = await openIn(dataDir);
  expect(await idsIn(store)).toEqual(expect.arrayContaining(first.confirmed));
});

test("two openings within one process exclude each other as well", async () => {
  const dataDir = scratchFolder();
  await openIn(dataDir);
  await expect(openIn(dataDir)).rejects.toThrow(`in use by the process ${process.pid}`);
});

test("a first opening killed anywhere leaves a folder that opens", async () => {
  for (const stage of ["database.new/PG_VERSION", "database"]) {
    const dataDir = scratchFolder();
    const { root } = storeFolder(dataDir);
    const first = holder(dataDir);
    await until(() => existsSync(`${root}/${stage}`));
    await killed(first);
    const store = await openIn(dataDir);
    expect((await store.pool.query("select count(*)::int as tables from pg_tables")).rows[0]?.tables).toBeGreaterThan(
      60,
    );
    expect(readdirSync(root).filter((name) => name.includes("unusable"))).toEqual([]);
    await store.close();
  }
});

test("the lock stays when the store is closed, and names the last holder", async () => {
  const dataDir = scratchFolder();
  const store = await openIn(dataDir);
  await store.close();
  expect(readFileSync(storeFolder(dataDir).lock, "utf8").trim()).toBe(String(process.pid));
  await openIn(dataDir);
});
