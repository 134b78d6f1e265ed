import type pg from "pg";
import type { StoreLog } from "#db/store";
import { choresDue } from "./chores.ts";

const lookEveryMs = 10_000;

/** Checkpoints and vacuums the embedded store on a schedule, through its one connection; returns the way to stop. */
export function keepHouse(pool: pg.Pool, log: StoreLog, mayWrite: () => boolean): () => void {
  let uses = 0;
  let usesSeen = 0;
  let position: string | undefined;
  let vacuumedAt: string | undefined;
  let vacuumTime = Date.now();
  let checkpointTime = Date.now();
  let busy = false;
  pool.on("acquire", () => {
    uses += 1;
  });

  async function look(): Promise<void> {
    const quiet = uses === usesSeen;
    usesSeen = uses;
    if (!mayWrite()) return;
    const { rows } = await pool.query<Positions>(positions, [vacuumedAt ?? null]);
    const at = rows[0];
    if (!at) return;
    vacuumedAt ??= at.now;
    if (at.now === position && Number(at.since_checkpoint) === 0) checkpointTime = Date.now();
    position = at.now;
    const due = choresDue({
      quiet,
      checkpoint: { bytes: Number(at.since_checkpoint), ms: Date.now() - checkpointTime },
      vacuum: { bytes: Number(at.since_vacuum), ms: Date.now() - vacuumTime },
    });
    for (const chore of due) {
      await pool.query(chore);
      if (chore === "checkpoint") checkpointTime = Date.now();
      else [vacuumedAt, vacuumTime] = [at.now, Date.now()];
    }
  }

  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    try {
      await look();
    } catch (error) {
      log.warn(`The store's upkeep waits: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      usesSeen = uses;
      busy = false;
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

type Positions = { now: string; since_checkpoint: string; since_vacuum: string };

const positions = `
  select pg_current_wal_insert_lsn()::text as now,
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::text as since_checkpoint,
    coalesce(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn), 0)::text as since_vacuum
  from pg_control_checkpoint()`;
