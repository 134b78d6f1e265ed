import { existsSync } from "node:fs";
import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { migrationsFolder } from "./migrations-folder.ts";
import { StoreRefusal } from "./refusal.ts";
import type { Store } from "./store.ts";

/** Any constant: what counts is that every node asks for the same lock. */
const migrationLock = 7_305_101_842;

/** Brings the schema up to this version, once even when several nodes start together; throws `StoreRefusal` when the data is newer. */
export async function migrateStore(store: Store, projectRoot = process.cwd()): Promise<void> {
  const folder = migrationsFolder(projectRoot);
  const client = await store.pool.connect();
  let failure: Error | undefined;
  try {
    // The other nodes wait for this lock as long as a long migration takes, and that migration takes as long as it takes.
    await client.query("set statement_timeout = 0; set lock_timeout = 0; set client_min_messages = warning");
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await refuseNewer(client, folder);
    await migrate(drizzle(client), { migrationsFolder: folder });
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    if (!failure) {
      await client.query("select pg_advisory_unlock($1)", [migrationLock]);
      await client.query("reset statement_timeout; reset lock_timeout; reset client_min_messages");
    }
    // A connection released with an error is closed, and the lock with it.
    client.release(failure);
  }
}

async function refuseNewer(client: pg.PoolClient, folder: string): Promise<void> {
  if (!existsSync(path.join(folder, "meta", "_journal.json"))) {
    throw new StoreRefusal(`The folder ${folder} with the migrations is missing.`);
  }
  const known = await client.query("select to_regclass('drizzle.__drizzle_migrations') is not null as known");
  if (!known.rows[0]?.known) return;
  const { rows } = await client.query<{ newest: string | null }>(
    "select max(created_at) as newest from drizzle.__drizzle_migrations",
  );
  const ours = Math.max(0, ...readMigrationFiles({ migrationsFolder: folder }).map((file) => file.folderMillis));
  if (Number(rows[0]?.newest ?? 0) > ours) {
    throw new StoreRefusal(
      "The data was written by a newer version of Muster; start that version or restore a backup.",
    );
  }
}
