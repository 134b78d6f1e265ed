import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { storeFolder } from "#db/embedded/folder";
import { takeLock } from "#db/embedded/lock";
import { migrateStore } from "#db/migrate";
import { migrationsFolder } from "#db/migrations-folder";
import { openStore, type StoreLog } from "#db/open";
import { loadBackup } from "./load-backup.ts";
import { verifyBackup } from "./read-backup.ts";
import { restoreBeside } from "./restore-beside.ts";

/** The newest schema that this version can read, in milliseconds. */
const newestSchema = (projectRoot: string): number =>
  Math.max(
    0,
    ...readMigrationFiles({ migrationsFolder: migrationsFolder(projectRoot) }).map((one) => one.folderMillis),
  );

/** Reads the whole file and answers when it was made and with which version; throws `StoreRefusal`. */
export const checkBackup = (file: string, projectRoot: string): Promise<{ at: string; app: string }> =>
  verifyBackup(file, newestSchema(projectRoot));

type Restoring = {
  file: string;
  databaseUrl: string | undefined;
  dataDir: string;
  projectRoot: string;
  log: StoreLog;
  /** Only tests have a store of their own making. */
  open?: typeof openStore;
};

/** What came back, and where the embedded store that stood there before is kept. */
export type Restored = { at: string; app: string; kept: string | null };

/**
 * Restores a backup into an empty database, or in place of the embedded store of a stopped server, which is kept beside
 * it. Nothing is touched before the whole file has been read and found sound; throws `StoreRefusal`.
 */
export async function restoreBackup(restoring: Restoring): Promise<Restored> {
  const { file, databaseUrl, dataDir, projectRoot, log, open = openStore } = restoring;
  const header = await verifyBackup(file, newestSchema(projectRoot));
  const aside = databaseUrl === undefined ? await moveAside(dataDir) : null;
  try {
    const store = await open({ databaseUrl, dataDir, log, projectRoot });
    try {
      await migrateStore(store, projectRoot);
      await loadBackup(store, file, header);
    } finally {
      await store.close();
    }
    if (header.audit !== undefined) restoreBeside(dataDir, header.audit);
  } catch (error) {
    aside?.putBack();
    throw error;
  }
  return { at: header.at, app: header.app, kept: aside?.kept ?? null };
}

type Aside = { kept: string | null; putBack: () => void };

/** Only while nobody serves the folder; throws `StoreRefusal` naming whoever does. */
async function moveAside(dataDir: string): Promise<Aside> {
  const folder = storeFolder(dataDir);
  const lock = await takeLock(folder.lock, dataDir);
  try {
    const stamp = new Date().toISOString().replace(/[:.]/g, "-");
    const kept = existsSync(folder.database) ? path.join(folder.root, `database.before-restore-${stamp}`) : null;
    if (kept !== null) renameSync(folder.database, kept);
    return {
      kept,
      putBack: () => {
        rmSync(folder.database, { recursive: true, force: true });
        if (kept !== null) renameSync(kept, folder.database);
      },
    };
  } finally {
    lock.release();
  }
}
