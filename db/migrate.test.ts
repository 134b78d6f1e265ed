import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateStore } from "./migrate.ts";
import type { Store } from "./store.ts";
import { openTestStore } from "./testing.ts";

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

const applied = async () => (await store.pool.query("select hash from drizzle.__drizzle_migrations order by id")).rows;

test("data of a newer version is refused and left alone", async () => {
  await store.pool.query(
    "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 99999999999999)",
  );
  await expect(migrateStore(store)).rejects.toThrow("newer version");
  await store.pool.query("delete from drizzle.__drizzle_migrations where hash = 'newer'");
});

test("several that start together migrate once", async () => {
  const before = await applied();
  await Promise.all([migrateStore(store), migrateStore(store), migrateStore(store)]);
  expect(await applied()).toEqual(before);
});
