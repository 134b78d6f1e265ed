import type pg from "pg";
import type { StoreLog } from "#db/store";
import { type Chore, choresDue } from "./chores.ts";

const lookEveryMs = 10_000;

/** Checkpoints and tidies the embedded store on a schedule, through its one connection; returns the way to stop. */
export function keepHouse(pool: pg.Pool, log: StoreLog, mayWrite: () => boolean): () => void {
  const house = new House(pool);
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || !mayWrite()) return;
    busy = true;
    try {
      await house.look();
    } catch (error) {
      log.warn(`The store's upkeep waits: ${error instanceof Error ? error.message : String(error)}.`);
    } finally {
      busy = false;
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The upkeep of one open store. */
export class House {
  readonly #pool: pg.Pool;
  #uses = 0;
  #usesSeen = 0;
  #tidied: { at: string | null; time: number } = { at: null, time: Date.now() };
  #checkpointed = Date.now();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
    pool.on("acquire", () => {
      this.#uses += 1;
    });
  }

  /** Does what is due at this moment. */
  async look(): Promise<void> {
    const quiet = this.#uses === this.#usesSeen;
    const { rows } = await this.#pool.query<Positions>(positions, [this.#tidied.at]);
    const log = rows[0];
    if (!log) return;
    this.#tidied.at ??= log.now;
    const due = choresDue({
      quiet,
      tidy: { bytes: Number(log.since_tidied), ms: Date.now() - this.#tidied.time },
      checkpoint: { bytes: Number(log.since_checkpoint), ms: Date.now() - this.#checkpointed },
    });
    for (const chore of due) await this.#do(chore, log.now);
    this.#usesSeen = this.#uses;
  }

  async #do(chore: Chore, now: string): Promise<void> {
    if (chore === "checkpoint") {
      await this.#pool.query("checkpoint");
      this.#checkpointed = Date.now();
      return;
    }
    // A backend reports what it changed at most once a second; the one that asks here is the one that changed it.
    await this.#pool.query("select pg_stat_force_next_flush()");
    const { rows } = await this.#pool.query<{ statement: string }>(untidyTables);
    // One table at a time, so that whoever waits gets in between.
    for (const { statement } of rows) await this.#pool.query(statement);
    this.#tidied = { at: now, time: Date.now() };
  }
}

type Positions = { now: string; since_checkpoint: string; since_tidied: string };

const positions = `
  select pg_current_wal_insert_lsn()::text as now,
    pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::text as since_checkpoint,
    coalesce(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn), 0)::text as since_tidied
  from pg_control_checkpoint()`;

/** PostgreSQL's own thresholds: a fifth of the rows dead wants a vacuum, a tenth changed wants new statistics. */
const untidyTables = `
  select format(
    case when n_dead_tup > 1000 + 0.2 * n_live_tup then 'vacuum (analyze) %I.%I' else 'analyze %I.%I' end,
    schemaname, relname) as statement
  from pg_stat_user_tables
  where n_dead_tup > 1000 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup`;
