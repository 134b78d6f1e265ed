import { migrateStore } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";

/** Migrates the PostgreSQL behind the URL and leaves; throws `StoreRefusal`. */
export async function migratePostgresql(databaseUrl: string, projectRoot: string): Promise<void> {
  const store = await openPostgresql({ databaseUrl, log: console });
  try {
    await migrateStore(store, projectRoot);
  } finally {
    await store.close();
  }
}
