import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type pg from "pg";
import type * as tables from "#db/schema/tables";

export type StoreLog = {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
};

export type Database = NodePgDatabase<typeof tables>;

export type Store = {
  engine: "embedded" | "postgresql";
  db: Database;
  pool: pg.Pool;
  /** Rejects, within two seconds, when the store cannot be used at this moment. */
  ping(): Promise<void>;
  /**
   * Calls back when the store, or one connection to it, is lost, maybe several times in a row. The store heals by
   * itself, `ping` tells when. Returns the way to stop listening.
   */
  onLost(callback: () => void): () => void;
  close(): Promise<void>;
};
