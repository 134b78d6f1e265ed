import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { Database } from "#db/open";
import type { AuditState } from "#domain/audit";
import { faultWords } from "#server/fault-words";
import type { Transaction } from "#server/journal/draft";
import type { Logger } from "#server/logger";
import {
  type Checkpoint,
  checkpointFile,
  keepCheckpoint,
  readCheckpoints,
  type SealedCheckpoint,
  sealCheckpoint,
} from "./checkpoint.ts";
import { INSTALLATION } from "./entry.ts";
import { type Act, appendActs, installationHead } from "./installation-chain.ts";
import { type Blind, blindWith } from "./origin.ts";
import { RedReads } from "./red-reads.ts";
import { knownKeys, openSigningKey, publicKeyOf, signed } from "./signing-key.ts";
import { isIncidentIntact, isStoreIntact } from "./verify-store.ts";

const CHECKPOINT_EVERY_MS = 60_000;
/** So many acts wait at most; a flood beyond it is one act that says so. */
const NOTED_MAX = 5_000;
const STATE_LIFE_MS = 5 * 60_000;
const STATE_WAIT_MS = 1_000;
const STATES_MAX = 200;

type Options = { db: Database; secret: Buffer; dataDir: string; epoch: number; now: () => Date; log: Logger };

/**
 * What is put on record beside the logs of the incidents: reads of TLP:RED before they are answered, refusals in a
 * batch behind them, and every minute a signed checkpoint of everything. Acts that change something go with
 * `appendActs` into the transaction of their change.
 */
export class AuditTrail {
  readonly blind: Blind;
  readonly reads: RedReads;
  private readonly options: Options;
  private readonly key: KeyObject;
  private noted: Act[] = [];
  private lost = 0;
  private writing: Promise<void> | null = null;
  private readonly keeping = new Set<Promise<void>>();
  private last: Checkpoint | null = null;
  private sealedNow: SealedCheckpoint | null = null;
  private readonly states = new Map<string, { since: number; state: Promise<AuditState> }>();
  private timer: NodeJS.Timeout | null = null;

  constructor(options: Options) {
    this.options = options;
    this.blind = blindWith(options.secret);
    this.reads = new RedReads((acts) => this.keep(acts), options.now);
    this.key = openSigningKey(options.dataDir);
  }

  get publicKey(): string {
    return publicKeyOf(this.key);
  }

  /** Makes checkpoints from now on; the first one at once. */
  start(): void {
    this.noteRestore();
    const tick = (): void => {
      this.checkpoint().catch((error: unknown) =>
        this.options.log.error({ error: faultWords(error) }, "no checkpoint"),
      );
    };
    this.timer = setInterval(tick, CHECKPOINT_EVERY_MS).unref();
    tick();
  }

  /** Puts on record that the store is an earlier one than that of the last checkpoint: it was restored. */
  private noteRestore(): void {
    const { dataDir, epoch, now, log } = this.options;
    try {
      const last = readCheckpoints(checkpointFile(dataDir), knownKeys(dataDir)).at(-1);
      if (epoch > (last?.epoch ?? 0)) this.note({ action: "store.restored", objectType: "store", at: now() });
    } catch (error) {
      log.error({ error: faultWords(error) }, "the checkpoints of the audit are damaged");
    }
  }

  /** What a backup takes along from beside the database: the checkpoints up to now, and who signed them. */
  async beside(): Promise<{ checkpoints: string; keys: string }> {
    await this.checkpoint();
    const { dataDir } = this.options;
    return { checkpoints: readFileSync(checkpointFile(dataDir), "utf8"), keys: knownKeys(dataDir).join("\n") };
  }

  /** Ends with a checkpoint of everything. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.checkpoint();
  }

  /** Puts an act on record soon, in order, together with others. */
  note(act: Act): void {
    if (this.noted.length >= NOTED_MAX) this.lost += 1;
    else this.noted.push(act);
    void this.write();
  }

  /** What reached its reader as it happened: on record right behind it. */
  readLive(...read: Parameters<RedReads["record"]>): void {
    const failed = (error: unknown) => this.options.log.error({ error: faultWords(error) }, "a read is not on record");
    this.reads.record(...read).catch(failed);
  }

  /** Puts acts on record now; rejects when they could not be. */
  private async keep(acts: readonly Act[]): Promise<void> {
    const kept = this.options.db.transaction((tx) => appendActs(tx, acts));
    this.keeping.add(kept);
    try {
      await kept;
    } finally {
      this.keeping.delete(kept);
    }
  }

  /** Resolves when everything that was noted is on record, or could not be. */
  async settled(): Promise<void> {
    while (this.writing !== null || this.noted.length > 0 || this.keeping.size > 0) {
      await Promise.allSettled([this.write(), ...this.keeping]);
    }
  }

  private write(): Promise<void> {
    this.writing ??= this.writeNoted().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  private async writeNoted(): Promise<void> {
    // One turn of the loop gathers what happens together.
    await new Promise(setImmediate);
    while (this.noted.length > 0) {
      const acts = this.noted.splice(0);
      if (this.lost > 0) acts.push({ action: "audit.overflowed", objectType: "audit", at: this.options.now() });
      this.lost = 0;
      try {
        await this.options.db.transaction((tx) => appendActs(tx, acts));
      } catch (error) {
        this.options.log.error({ error: faultWords(error), acts: acts.length }, "acts could not be put on record");
      }
    }
  }

  /**
   * Anchors the heads of all incidents' chains in the installation's, and signs that one's head outside the database.
   * Returns what stands behind it.
   */
  async checkpoint(): Promise<Checkpoint> {
    await this.settled();
    const { db, dataDir, secret, epoch } = this.options;
    const at = this.options.now();
    const head = await db.transaction((tx) => anchored(tx, at));
    const checkpoint = { ...head, at: at.toISOString(), epoch };
    if (this.last?.hash !== head.hash) keepCheckpoint(dataDir, this.key, checkpoint);
    this.last = checkpoint;
    this.sealedNow = sealCheckpoint(secret, this.key, checkpoint);
    return checkpoint;
  }

  /**
   * Whether an incident's entries are as they were written, or with `INSTALLATION` those of everything; looked at every
   * few minutes at most.
   */
  async stateOf(chain: string): Promise<AuditState> {
    const known = this.states.get(chain);
    if (known !== undefined && performance.now() - known.since < STATE_LIFE_MS) return this.soon(known.state);
    const state = this.look(chain);
    // What takes long is not begun again before it has ended.
    const looked = { since: Number.POSITIVE_INFINITY, state };
    this.states.set(chain, looked);
    state.then(
      () => Object.assign(looked, { since: performance.now() }),
      // What could not be looked at is looked at anew.
      () => this.states.delete(chain),
    );
    const oldest = this.states.keys().next().value;
    if (this.states.size > STATES_MAX && oldest !== undefined) this.states.delete(oldest);
    return this.soon(state);
  }

  /** Nobody waits long for a large incident. */
  private async soon(state: Promise<AuditState>): Promise<AuditState> {
    const checkpointAt = (await this.sealed()).at;
    const late = new Promise<AuditState>((resolve) => {
      setTimeout(() => resolve({ state: "checking", checkpointAt }), STATE_WAIT_MS).unref();
    });
    return Promise.race([state, late]);
  }

  private async look(chain: string): Promise<AuditState> {
    const { db, dataDir } = this.options;
    const checkpointAt = (await this.sealed()).at;
    const looking = chain === INSTALLATION ? isStoreIntact(db, dataDir) : isIncidentIntact(db, dataDir, chain);
    const state = (await looking) ? "intact" : "broken";
    if (state === "broken") this.options.log.error({ chain }, "the audit log is not as it was written");
    return { state, checkpointAt };
  }

  signed(text: string): string {
    return signed(this.key, text);
  }

  /** For people outside; renewed every minute whatever happened, so that it does not tell how much did. */
  async sealed(): Promise<SealedCheckpoint> {
    if (this.sealedNow === null) await this.checkpoint();
    if (this.sealedNow === null) throw new Error("A checkpoint was made and is not there.");
    return this.sealedNow;
  }
}

/** Puts the hash at the end of every incident's chain that has moved into the installation's chain. */
const anchored = async (tx: Transaction, at: Date): Promise<{ n: number; hash: string }> => {
  const moved = await tx.execute<{ incident: string; hash: string }>(sql`
    select i.id as incident, e.hash
    from incidents i join audit_entries e on e.chain = i.id and e.n = i.last
    where not exists (
      select 1 from audit_entries a
      where a.action = 'chain.anchored' and a.object_id = i.id and a.commitment = e.hash
    )
    order by i.id
  `);
  await appendActs(
    tx,
    moved.rows.map(({ incident, hash }) => ({
      ...{ action: "chain.anchored", objectType: "incident", objectId: incident, incident, commitment: hash, at },
    })),
  );
  return installationHead(tx);
};
