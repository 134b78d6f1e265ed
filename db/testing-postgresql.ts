import { randomUUID } from "node:crypto";
import pg from "pg";
import { migrateStore } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";
import type { Store, StoreLog } from "./store.ts";

const template = "muster_test_template";

/** Makes the migrated database that every test database is a copy of. */
export async function makeTestTemplate(log: StoreLog): Promise<void> {
  await administer(`drop database if exists ${template}`, `create database ${template}`);
  const store = await openPostgresql({ databaseUrl: urlOf(template), log, connections: 2 });
  try {
    await migrateStore(store);
  } finally {
    await store.close();
  }
}

/** A copy of the template on the server of `TEST_DATABASE_URL`; `close` drops it. */
export async function openTestPostgresql(log: StoreLog): Promise<Store> {
  const database = await testDatabase(`template ${template}`);
  const store = await openPostgresql({ databaseUrl: database.url, log, connections: 5 });
  return {
    ...store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** A database with nothing in it, for tests of the opening and migrating themselves. */
export function emptyTestDatabase(): Promise<TestDatabase> {
  return testDatabase("");
}

type TestDatabase = { url: string; drop(): Promise<void> };

async function testDatabase(how: string): Promise<TestDatabase> {
  const name = `muster_test_${randomUUID().replaceAll("-", "")}`;
  await administer(`create database ${name} ${how}`);
  return { url: urlOf(name), drop: () => administer(`drop database ${name} with (force)`) };
}

async function administer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function serverUrl(): string {
  const url = process.env["TEST_DATABASE_URL"];
  if (!url) throw new Error("TEST_DATABASE_URL names no PostgreSQL for the tests");
  return url;
}
