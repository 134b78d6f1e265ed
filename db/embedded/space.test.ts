import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { faultOf } from "#db/fault";
import { quietLog } from "#db/testing";
import { SpaceGuard } from "./space.ts";
import { openIn, scratchFolder } from "./testing/open-in.ts";

test("writing ends before the disk does, reading goes on, and writing comes back with the space", async () => {
  const dataDir = scratchFolder();
  const store = await openIn(dataDir);
  await store.pool.query("create table kept (id int primary key)");
  let free = 5_000_000;
  const guard = new SpaceGuard(path.join(dataDir, "reserve"), quietLog, async () => free);

  await guard.look(store.pool);
  const refused = await store.pool.query("insert into kept values (1)").catch((error: unknown) => error);
  expect(faultOf(refused)).toBe("no-space");
  expect((await store.pool.query("select * from kept")).rows).toEqual([]);

  free = 9_000_000;
  await guard.look(store.pool);
  expect(guard.tight, "the reserve needs its place first").toBe(true);

  free = 20_000_000;
  await guard.look(store.pool);
  expect(statSync(path.join(dataDir, "reserve")).size).toBe(8 * 2 ** 20);
  await store.pool.query("insert into kept values (1)");

  free = 7_000_000;
  await guard.look(store.pool);
  expect(guard.tight).toBe(false);
  guard.giveUpReserve();
  expect(existsSync(path.join(dataDir, "reserve"))).toBe(false);
});
