import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import type { StoreLog } from "#db/store";

const megabyte = 2 ** 20;
const reserveBytes = 8 * megabyte;
const tightBytes = 6 * megabyte;
const lookEveryMs = 1_000;

/**
 * Keeps the store readable when its disk fills up: writing ends a little before the disk does, and a reserve is given
 * up so that a store that hit the end all the same can still recover.
 */
export class SpaceGuard {
  readonly #reserve: string;
  readonly #log: StoreLog;
  readonly #free: (folder: string) => Promise<number>;
  #timer: NodeJS.Timeout | undefined;
  #tight = false;

  constructor(reserve: string, log: StoreLog, free = freeBytes) {
    this.#reserve = reserve;
    this.#log = log;
    this.#free = free;
  }

  /** No transaction may write now. */
  get tight(): boolean {
    return this.#tight;
  }

  giveUpReserve(): void {
    this.#tight = true;
    rmSync(this.#reserve, { force: true });
  }

  /** Makes the session of a connection obey. */
  async apply(connection: pg.ClientBase | pg.Pool): Promise<void> {
    await connection.query(`set default_transaction_read_only = ${this.#tight ? "on" : "off"}`);
  }

  async watch(pool: pg.Pool): Promise<void> {
    await this.look(pool);
    this.#timer = setInterval(() => {
      this.look(pool).catch(() => {
        // A store that is away is told about elsewhere; each new connection applies the rule anyway.
      });
    }, lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Compares the disk with the rule once. */
  async look(pool: pg.Pool): Promise<void> {
    const before = this.#tight;
    const free = await this.#free(path.dirname(this.#reserve));
    this.#tight = free < (existsSync(this.#reserve) ? tightBytes : tightBytes + reserveBytes);
    if (!this.#tight && !existsSync(this.#reserve)) this.#fillReserve();
    if (this.#tight === before) return;
    if (this.#tight)
      this.#log.error("The disk of the data folder is full: the store is read only until there is space.");
    else this.#log.info("The disk of the data folder has space again: the store takes writes.");
    await this.apply(pool);
  }

  #fillReserve(): void {
    const fd = openSync(this.#reserve, "w", 0o600);
    try {
      // Random bytes are not needed: no common file system drops written zeros, and one that does has the space.
      for (let written = 0; written < reserveBytes; ) written += writeSync(fd, Buffer.alloc(megabyte));
      fsyncSync(fd);
    } catch {
      rmSync(this.#reserve, { force: true });
      this.#tight = true;
    } finally {
      closeSync(fd);
    }
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
