import { afterAll, beforeAll, expect, test } from "vitest";
import type { Store } from "./store.ts";
import { openTestStore } from "./testing.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test("a transaction that fails leaves nothing behind", async () => {
  await store.pool.query("create table kept (id int primary key)");
  const failing = store.db.transaction(async (tx) => {
    await tx.execute("insert into kept values (1)");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  const { rows } = await store.pool.query("select * from kept");
  expect(rows).toEqual([]);
});

test("a doubled key is refused with PostgreSQL's own code", async () => {
  await store.pool.query("create table once (id int primary key)");
  await store.db.execute("insert into once values (1)");
  await expect(store.db.execute("insert into once values (1)")).rejects.toMatchObject({ cause: { code: "23505" } });
  await expect(store.ping()).resolves.toBeUndefined();
});
