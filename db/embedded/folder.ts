import { chmodSync, existsSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { StoreRefusal } from "#db/refusal";
import type { StoreLog } from "#db/store";

export type StoreFolder = { root: string; lock: string; database: string; aside: string; reserve: string };

/** The store's own folder within the data folder; only its owner may enter, as the engine leaves its files open to all. */
export function storeFolder(dataDir: string): StoreFolder {
  const root = path.join(path.resolve(dataDir), "store");
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    chmodSync(root, 0o700);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreRefusal(`The data folder ${dataDir} cannot be used: ${reason}.`, { cause: error });
  }
  return {
    root,
    lock: path.join(root, "lock"),
    database: path.join(root, "database"),
    aside: path.join(root, "database.new"),
    reserve: path.join(root, "reserve"),
  };
}

/** Puts a folder that is no database out of the way, kept for whoever wants to look; one that is gets opened or refused. */
export function quarantineUnusable({ database }: StoreFolder, log: StoreLog): void {
  if (!existsSync(database)) return;
  const missing = ["PG_VERSION", "global/pg_control"].filter((part) => !existsSync(path.join(database, part)));
  if (missing.length === 0) return;
  const kept = `${database}.unusable-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  renameSync(database, kept);
  log.warn(
    `The database folder was unusable (${missing.join(", ")} missing); it is kept as ${kept}, a new one is made.`,
  );
}
