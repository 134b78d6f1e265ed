import { existsSync } from "node:fs";
import path from "node:path";
import { openEmbedded } from "#db/embedded/open-embedded";
import { openPostgresql } from "#db/postgresql";
import type { StoreLog } from "#db/store";
import { type Asked, NotVerifiable, type StoreReport, verifyStore } from "./verify-store.ts";

export { verifyBundle } from "./bundle.ts";
export { knownKeys } from "./signing-key.ts";

type AtRest = Asked & {
  databaseUrl: string | undefined;
  dataDir: string;
  projectRoot: string;
  /** The bundled thread of the embedded store. */
  workerFile: string;
  log: StoreLog;
};

const opened = ({ databaseUrl, dataDir, projectRoot, workerFile, log }: AtRest) => {
  if (databaseUrl !== undefined) return openPostgresql({ databaseUrl, log, connections: 1 });
  if (existsSync(path.join(dataDir, "store", "database", "PG_VERSION")))
    return openEmbedded({ dataDir, log, projectRoot, workerFile });
  throw new NotVerifiable(`There is no store in the data folder ${dataDir}: set DATA_DIR or DATABASE_URL.`);
};

/**
 * Verifies a store that no server of this data folder has open. Throws `StoreRefusal` when somebody has, and
 * `NotVerifiable` when there is none.
 */
export const verifyAtRest = async (options: AtRest): Promise<StoreReport> => {
  const store = await opened(options);
  try {
    const { rows } = await store.pool.query("select to_regclass('audit_entries') is not null as there");
    if (rows[0]?.there !== true) throw new NotVerifiable("The store holds no audit log yet: start the server once.");
    return await verifyStore(store.db, options.dataDir, options);
  } finally {
    await store.close();
  }
};
