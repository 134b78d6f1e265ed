import { statSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultOf } from "#db/fault";
import type { Store } from "#db/store";
import { openTestStore } from "#db/testing";
import { storeFolder } from "./folder.ts";
import { openIn, scratchFolder } from "./testing/open-in.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore("embedded");
  await store.pool.query("create table kept (id int primary key)");
});
afterAll(() => store.close());

test("a statement outside the open transaction's connection becomes an error, and the store goes on", async () => {
  const stuck = store.db.transaction(async (tx) => {
    await tx.execute("insert into kept values (1)");
    await store.db.execute("select 1");
  });
  expect(faultOf(await stuck.catch((error: unknown) => error))).toBe("unavailable");
  expect((await store.pool.query("select * from kept")).rows).toEqual([]);
});

test("a new connection finds nothing of its predecessor: no named statement, no setting, no transaction", async () => {
  const first = await store.pool.connect();
  await first.query({ name: "one", text: "select 1 as one" });
  await first.query("set timezone = 'Asia/Tokyo'");
  await first.query("begin");
  await first.query("insert into kept values (2)");
  first.release(new Error("given up"));
  expect((await store.pool.query({ name: "one", text: "select 1 as one" })).rows).toEqual([{ one: 1 }]);
  expect((await store.pool.query("show timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
  expect((await store.pool.query("select * from kept")).rows).toEqual([]);
});

test("a client that leaves in the middle of a statement does not disturb the next", async () => {
  const dataDir = scratchFolder();
  const own = await openIn(dataDir);
  await own.pool.query("select 1");
  const socket = connect(path.join(storeFolder(dataDir).root, ".s.PGSQL.5432"));
  await new Promise((resolve) => socket.once("connect", resolve));
  // A startup, then a statement that cannot be parsed and no Sync: from here the server skips all until a Sync.
  const startup = Buffer.from("\0\0\0\0\0\u0003\0\0user\0postgres\0database\0postgres\0\0", "latin1");
  startup.writeInt32BE(startup.length);
  const parse = Buffer.from("P\0\0\0\0\0selekt\0\0\0", "latin1");
  parse.writeInt32BE(parse.length - 1, 1);
  socket.write(Buffer.concat([startup, parse]));
  await new Promise((resolve) => socket.on("data", (data) => data.includes("selekt") && resolve(undefined)));
  socket.destroy();
  const client = await own.pool.connect();
  client.release(new Error("a new one, please"));
  expect((await own.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("a data folder too deep for a socket works", async () => {
  const dataDir = path.join(scratchFolder(), "d".repeat(60), "e".repeat(60));
  const deep = await openIn(dataDir);
  await expect(deep.ping()).resolves.toBeUndefined();
  expect((await deep.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("only the owner may enter the folder of the store", async () => {
  const dataDir = scratchFolder();
  await openIn(dataDir);
  expect(statSync(storeFolder(dataDir).root).mode & 0o777).toBe(0o700);
});
