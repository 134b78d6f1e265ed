import { openEmbedded } from "#db/embedded/open-embedded";
import { openPostgresql } from "./postgresql.ts";
import type { Store, StoreLog } from "./store.ts";

export { StoreRefusal } from "./refusal.ts";
export type { Database, Store, StoreLog } from "./store.ts";

type StoreOptions = {
  databaseUrl?: string | undefined;
  dataDir: string;
  log: StoreLog;
  /** The folder that holds `.build/`. */
  projectRoot?: string;
};

/** Opens PostgreSQL when `databaseUrl` is given, else the embedded store of `dataDir`; throws `StoreRefusal`. */
export function openStore({ databaseUrl, dataDir, log, projectRoot = process.cwd() }: StoreOptions): Promise<Store> {
  if (databaseUrl) return openPostgresql({ databaseUrl, log });
  return openEmbedded({ dataDir, log, projectRoot });
}
