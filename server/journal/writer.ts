import { TransactionRollbackError } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import type { Event } from "#domain/event";
import { Refusal } from "#domain/refusal";
import { applyToRoster, type Entry } from "#domain/roster";
import { OWN } from "#server/audit/origin";
import { appendLines, type Line, lockIncident } from "./append.ts";
import type { Decided, Kept, Proposal, Transaction } from "./draft.ts";
import { readStored } from "./read.ts";
import type { Room } from "./room.ts";

const BATCH_MAX = 128;
const REMEMBERED_MAX = 5000;
/** Another node can be faster a few times in a row; then the row is taken before anything is decided. */
const HOPEFUL_ATTEMPTS = 2;
const ATTEMPTS_MAX = 20;

type Waiting = { proposal: Proposal; resolve: (kept: Kept) => void; reject: (error: unknown) => void };
type Ready = { waiting: Waiting; decided: Decided; line: Line };

const keyOf = (proposal: Pick<Proposal, "person" | "command">): string => `${proposal.person}:${proposal.command}`;

type Outcome = "kept" | "stale" | "repeated";

/** What a failed transaction means: another node was faster, or the id has become an event before. */
const outcomeOf = (error: unknown): Outcome => {
  if (error instanceof TransactionRollbackError) return "stale";
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!("code" in cause) || cause.code !== "23505") continue;
    return "constraint" in cause && cause.constraint === "events_command" ? "repeated" : "stale";
  }
  throw error;
};

type Options = {
  db: Database;
  room: Room;
  now: () => Date;
  publish: (entries: readonly Entry[]) => void;
  readNewer: (db: Database | Transaction) => Promise<Entry[]>;
};

/** The one ordered writer of an incident on this node. What arrives during one write goes into the next. */
export class Writer {
  private queue: Waiting[] = [];
  private pumping: Promise<void> | null = null;
  private readonly inFlight = new Map<string, Promise<Kept>>();
  private readonly remembered = new Map<string, Kept>();
  private wantsCatchUp = false;
  /** The hash of the last audit entry written, not yet known to be committed. */
  private newHead = "";
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  get idle(): boolean {
    return this.pumping === null;
  }

  async propose(proposal: Proposal): Promise<Kept> {
    const key = keyOf(proposal);
    const kept = this.remembered.get(key);
    if (kept !== undefined) return { ...kept, repeated: true };
    const same = this.inFlight.get(key);
    if (same !== undefined) return { ...(await same), repeated: true };
    const answer = new Promise<Kept>((resolve, reject) => this.queue.push({ proposal, resolve, reject }));
    this.inFlight.set(key, answer);
    void this.pump();
    try {
      return await answer;
    } finally {
      this.inFlight.delete(key);
    }
  }

  async catchUp(): Promise<void> {
    this.wantsCatchUp = true;
    await this.pump();
  }

  private pump(): Promise<void> {
    this.pumping ??= this.run().finally(() => {
      this.pumping = null;
      if (this.queue.length > 0 || this.wantsCatchUp) void this.pump();
    });
    return this.pumping;
  }

  private async run(): Promise<void> {
    // One turn of the loop gathers what arrived together.
    await new Promise(setImmediate);
    while (this.queue.length > 0 || this.wantsCatchUp) {
      const batch = this.takeBatch();
      try {
        if (this.wantsCatchUp) {
          this.wantsCatchUp = false;
          await this.takeNewer(this.options.db);
        }
        await this.write(batch);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
  }

  /** A proposal whose transaction can refuse it is written alone, so that it takes nobody else with it. */
  private takeBatch(): Waiting[] {
    const index = this.queue.findIndex(({ proposal }) => proposal.alone === true);
    return this.queue.splice(0, index === 0 ? 1 : index > 0 ? Math.min(index, BATCH_MAX) : BATCH_MAX);
  }

  private async takeNewer(db: Database | Transaction): Promise<void> {
    const { readNewer, room, publish } = this.options;
    for (let entries = await readNewer(db); entries.length > 0; entries = await readNewer(db)) {
      room.advance(entries);
      publish(entries);
    }
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    let rest = batch;
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (attempt >= ATTEMPTS_MAX)
        throw new Refusal("unavailable", "The incident is busy; try again.", { retryAfterS: 1 });
      const { ready, outcome } = await (attempt < HOPEFUL_ATTEMPTS ? this.attempt(rest) : this.attemptFirst(rest));
      if (outcome === "kept") return this.settle(ready);
      rest = ready.map((item) => item.waiting);
      if (outcome === "stale") await this.takeNewer(this.options.db);
      else rest = await this.answerStored(rest, this.options.db);
    }
  }

  private async attempt(batch: readonly Waiting[]): Promise<{ ready: Ready[]; outcome: Outcome }> {
    const { db } = this.options;
    const ready = await this.decide(batch, db);
    const plain = ready.every(({ decided }) => decided.before === undefined && decided.effect === undefined);
    if (!plain) return { ready, outcome: await db.transaction((tx) => this.put(tx, ready)).catch(outcomeOf) };
    if (ready.length === 0) return { ready, outcome: "kept" };
    const lines = ready.map((item) => item.line);
    return { ready, outcome: await this.append(db, lines).catch(outcomeOf) };
  }

  private async append(db: Database | Transaction, lines: readonly Line[]): Promise<Outcome> {
    const { room } = this.options;
    const prev = await room.auditHead(db);
    const head = await appendLines(db, room.incident, { after: room.place, prev }, lines);
    if (head === null) return "stale";
    this.newHead = head;
    return "kept";
  }

  /** While this transaction holds the incident's row no other node can be faster. */
  private async attemptFirst(batch: readonly Waiting[]): Promise<{ ready: Ready[]; outcome: Outcome }> {
    const { db, room } = this.options;
    let ready: Ready[] = [];
    const outcome = await db
      .transaction(async (tx) => {
        await lockIncident(tx, room.incident);
        await this.takeNewer(tx);
        ready = await this.decide(batch, tx);
        return this.put(tx, ready);
      })
      .catch(outcomeOf);
    return { ready, outcome };
  }

  private async put(tx: Transaction, ready: readonly Ready[]): Promise<Outcome> {
    if (ready.length === 0) return "kept";
    for (const { decided } of ready) await decided.before?.(tx);
    const lines = ready.map((item) => item.line);
    if ((await this.append(tx, lines)) === "stale") return tx.rollback();
    for (const { decided, line } of ready) await decided.effect?.(tx, line.n);
    return "kept";
  }

  /** Asks each proposal what it becomes, each one on top of those before it. Refused ones leave the batch. */
  private async decide(batch: readonly Waiting[], db: Database | Transaction): Promise<Ready[]> {
    const { room, now } = this.options;
    const ready: Ready[] = [];
    let roster = room.roster;
    for (const waiting of batch) {
      const at = now();
      try {
        const decided = await waiting.proposal.decide({ db, incident: room.incident, roster }, at);
        const line = lineOf(waiting.proposal, decided, at, room.place + ready.length + 1);
        roster = applyToRoster(roster, line);
        ready.push({ waiting, decided, line });
      } catch (error) {
        // A repeat may no longer be allowed, and still gets its first answer.
        const unanswered = error instanceof Refusal ? await this.answerStored([waiting], db) : [waiting];
        for (const { reject } of unanswered) reject(error);
      }
    }
    return ready;
  }

  private settle(ready: readonly Ready[]): void {
    if (ready.length === 0) return;
    const entries = ready.map(({ line: { person: _person, command: _command, origin: _origin, ...entry } }) => entry);
    const { room } = this.options;
    room.advance(entries);
    room.audited = { place: room.place, hash: this.newHead };
    for (const { waiting, line } of ready) {
      const kept: Kept = {
        event: { id: line.event.id, at: line.event.at },
        incident: room.incident,
        repeated: false,
      };
      this.remember(keyOf(waiting.proposal), kept);
      waiting.resolve(kept);
    }
    this.options.publish(entries);
  }

  /** Answers those whose id has already become an event; returns the others. */
  private async answerStored(batch: readonly Waiting[], db: Database | Transaction): Promise<Waiting[]> {
    const stored = await readStored(
      db,
      batch.map(({ proposal }) => proposal),
    );
    const byKey = new Map(stored.map((row) => [keyOf(row), row]));
    return batch.filter(({ proposal, resolve }) => {
      const row = byKey.get(keyOf(proposal));
      if (row === undefined) return true;
      resolve({ event: { id: row.id, at: row.at }, incident: row.incident, repeated: true });
      return false;
    });
  }

  private remember(key: string, kept: Kept): void {
    this.remembered.set(key, kept);
    const oldest = this.remembered.keys().next().value;
    if (this.remembered.size > REMEMBERED_MAX && oldest !== undefined) this.remembered.delete(oldest);
  }
}

/** The line that a decision becomes at its place. */
export const lineOf = (proposal: Proposal, decided: Decided, at: Date, place: number): Line => {
  const envelope = {
    id: uuidv7(),
    at: at.toISOString(),
    by: decided.by,
    command: proposal.command,
    marking: decided.seen.marking,
  };
  const event = { ...decided.body, ...envelope, kind: decided.kind } as Event;
  return {
    n: place,
    event,
    seen: decided.seen,
    ...(decided.rewrite === undefined ? {} : { rewrite: decided.rewrite }),
    person: proposal.person,
    command: proposal.command,
    origin: proposal.origin ?? OWN,
  };
};
