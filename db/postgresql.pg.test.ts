import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { faultOf } from "./fault.ts";
import { migrateStore } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";
import type { Store } from "./store.ts";
import { quietLog } from "./testing.ts";
import { emptyTestDatabase, openTestPostgresql } from "./testing-postgresql.ts";

let empty: Awaited<ReturnType<typeof emptyTestDatabase>>;
beforeAll(async () => {
  empty = await emptyTestDatabase();
});
afterAll(() => empty.drop());

const open = () => openPostgresql({ databaseUrl: empty.url, log: quietLog, connections: 2 });

const eventually = (holds: () => unknown) => vi.waitFor(holds, { timeout: 25_000 });

async function askServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

test("a server that confirms before it has written is refused", async () => {
  const database = new URL(empty.url).pathname.slice(1);
  await askServer(empty.url, `alter database ${database} set synchronous_commit = off`);
  await expect(open()).rejects.toMatchObject({
    name: "StoreRefusal",
    message: expect.stringContaining("synchronous_commit = off"),
  });
  await askServer(empty.url, `alter database ${database} reset synchronous_commit`);
});

test("a server that is not there is refused without telling the password", async () => {
  const refused = openPostgresql({ databaseUrl: "postgresql://someone:hidden@127.0.0.1:1/muster", log: quietLog });
  await expect(refused).rejects.toMatchObject({
    name: "StoreRefusal",
    message: expect.not.stringContaining("hidden"),
  });
});

test("five nodes that start together on an empty database migrate it once", async () => {
  const nodes = await Promise.all(Array.from({ length: 5 }, open));
  try {
    await Promise.all(nodes.map((node) => migrateStore(node)));
    const [first] = nodes;
    const applied = await first?.pool.query(
      "select hash, count(*)::int as times from drizzle.__drizzle_migrations group by hash",
    );
    expect(applied?.rows.length).toBeGreaterThan(0);
    expect(applied?.rows.every(({ times }) => times === 1)).toBe(true);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
});

test("connections that the server cuts, idle or at work, are an error to their user and no more", async () => {
  const store: Store = await openTestPostgresql(quietLog);
  try {
    const lost = vi.fn();
    store.onLost(lost);
    const connections = await Promise.all([store.pool.connect(), store.pool.connect()]);
    const working = store.pool.query("select pg_sleep(60)").catch((error: unknown) => error);
    for (const connection of connections) connection.release();
    const others = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    await eventually(async () => {
      const busy = await store.pool.query(
        "select 1 from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(60)'",
      );
      expect(busy.rowCount).toBe(1);
    });
    await store.pool.query(others);
    expect(faultOf(await working)).toBe("unavailable");
    await eventually(() => expect(lost).toHaveBeenCalled());
    await expect(store.ping()).resolves.toBeUndefined();
  } finally {
    await store.close();
  }
});
