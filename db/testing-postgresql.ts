import { randomUUID } from "node:crypto";
import pg from "pg";
import { migrateStore } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";
import type { Store, StoreLog } from "./store.ts";

/** Begins the name of every database of this run: made by the run's first process, inherited by its workers. */
process.env["TEST_RUN"] ??= `muster_test_${randomUUID().slice(0, 8)}`;
const run = process.env["TEST_RUN"];
const template = `${run}_template`;

/** Makes the migrated database that every test database is a copy of. */
export async function makeTestTemplate(log: StoreLog): Promise<void> {
  await administer(`create database ${template}`);
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

/** Drops what the tests of this run have left, which a server that is not thrown away would keep. */
export async function dropTestDatabases(): Promise<void> {
  const [names] = await administer(`select datname from pg_database where starts_with(datname, '${run}')`);
  await administer(...(names ?? []).map(({ datname }) => `drop database ${datname} with (force)`));
}

type TestDatabase = { url: string; drop(): Promise<void> };

async function testDatabase(how: string): Promise<TestDatabase> {
  const name = `${run}_${randomUUID().slice(0, 8)}`;
  await administer(`create database ${name} ${how}`);
  return { url: urlOf(name), drop: async () => void (await administer(`drop database ${name} with (force)`)) };
}

async function administer(...statements: string[]): Promise<Record<string, unknown>[][]> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    const answers = [];
    for (const statement of statements) answers.push((await client.query(statement)).rows);
    return answers;
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
