import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import type { Event } from "#domain/event";
import { Refusal } from "#domain/refusal";
import { applyToRoster, type Entry } from "#domain/roster";
import { appendLines, type Line } from "./append.ts";
import type { Decided, Kept, Proposal } from "./draft.ts";
import { readStored } from "./read.ts";
import type { Room } from "./room.ts";

const BATCH_MAX = 128;
const REMEMBERED_MAX = 5000;
/** Another node can be faster a few times in a row, not for ever: after that the caller hears `unavailable`. */
const ATTEMPTS_MAX = 20;

type Waiting = { proposal: Proposal; resolve: (kept: Kept) => void; reject: (error: unknown) => void };
type Ready = { waiting: Waiting; decided: Decided; line: Line };

const keyOf = (proposal: Pick<Proposal, "person" | "command">): string => `${proposal.person}:${proposal.command}`;

const isUniqueViolation = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && cause.code === "23505") return true;
  }
  return false;
};

type Options = {
  db: Database;
  room: Room;
  now: () => Date;
  publish: (entries: readonly Entry[]) => void;
  readNewer: () => Promise<Entry[]>;
};

/** The one ordered writer of an incident on this node. What arrives during one write goes into the next. */
export class Writer {
  private queue: Waiting[] = [];
  private pumping: Promise<void> | null = null;
  private readonly inFlight = new Map<string, Promise<Kept>>();
  private readonly remembered = new Map<string, Kept>();
  private wantsCatchUp = false;
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
          await this.takeNewer();
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

  private async takeNewer(): Promise<void> {
    for (let entries = await this.options.readNewer(); entries.length > 0; entries = await this.options.readNewer()) {
      this.options.room.advance(entries);
      this.options.publish(entries);
    }
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    let rest = batch;
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (attempt >= ATTEMPTS_MAX)
        throw new Refusal("unavailable", "The incident is busy; try again.", { retryAfterS: 1 });
      const ready = await this.decide(rest);
      if (ready.length === 0) return;
      const result = await this.commit(ready);
      if (result === "kept") return this.settle(ready);
      rest = ready.map((item) => item.waiting);
      if (result === "stale") await this.takeNewer();
      else rest = await this.answerStored(rest);
    }
  }

  /** Asks each proposal what it becomes, each one on top of those before it. Refused ones leave the batch. */
  private async decide(batch: readonly Waiting[]): Promise<Ready[]> {
    const { room, now } = this.options;
    const ready: Ready[] = [];
    let roster = room.roster;
    for (const waiting of batch) {
      const at = now();
      try {
        const decided = await waiting.proposal.decide({ incident: room.incident, roster }, at);
        const line = lineOf(waiting.proposal, decided, at, room.place + ready.length + 1);
        roster = applyToRoster(roster, line);
        ready.push({ waiting, decided, line });
      } catch (error) {
        // A repeat may no longer be allowed, and still gets its first answer.
        const unanswered = error instanceof Refusal ? await this.answerStored([waiting]) : [waiting];
        for (const { reject } of unanswered) reject(error);
      }
    }
    return ready;
  }

  private async commit(ready: readonly Ready[]): Promise<"kept" | "stale" | "repeated"> {
    const { db, room } = this.options;
    const lines = ready.map((item) => item.line);
    const alone = ready.every(({ decided }) => decided.before === undefined && decided.effect === undefined);
    try {
      if (alone) return (await appendLines(db, room.incident, room.place, lines)) ? "kept" : "stale";
      return await db.transaction(async (tx) => {
        for (const { decided } of ready) await decided.before?.(tx);
        if (!(await appendLines(tx, room.incident, room.place, lines))) return tx.rollback();
        for (const { decided, line } of ready) await decided.effect?.(tx, line.n);
        return "kept" as const;
      });
    } catch (error) {
      if (error instanceof Error && error.name === "TransactionRollbackError") return "stale";
      if (isUniqueViolation(error)) return "repeated";
      throw error;
    }
  }

  private settle(ready: readonly Ready[]): void {
    const entries = ready.map(({ line: { person: _person, command: _command, ...entry } }) => entry);
    this.options.room.advance(entries);
    for (const { waiting, line } of ready) {
      const kept: Kept = {
        event: { id: line.event.id, at: line.event.at },
        incident: this.options.room.incident,
        repeated: false,
      };
      this.remember(keyOf(waiting.proposal), kept);
      waiting.resolve(kept);
    }
    this.options.publish(entries);
  }

  /** Answers those whose id has already become an event; returns the others. */
  private async answerStored(batch: readonly Waiting[]): Promise<Waiting[]> {
    const stored = await readStored(
      this.options.db,
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

const lineOf = (proposal: Proposal, decided: Decided, at: Date, place: number): Line => {
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
  };
};
