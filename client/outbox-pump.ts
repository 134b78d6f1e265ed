import type { CommandAnswer, CommandInput } from "#domain/command";
import type { CommandId, IncidentId, PersonId } from "#domain/ids";
import type { Settled } from "./board-cache.ts";
import type { Draftable, OutboxEntry, Pending, PendingRefusal } from "./outbox-entry.ts";
import { type Watched, watchable } from "./watched.ts";

/** Where kept commands lie until they are answered. */
export type Shelf = {
  /** Everything of the person, in any order. None of the three ever throws: without a disk there is memory. */
  read: (person: PersonId) => Promise<OutboxEntry[]>;
  /** Says where it could be kept. */
  put: (entry: OutboxEntry) => Promise<"disk" | "memory">;
  remove: (id: CommandId) => Promise<void>;
};

/** How one try to send ended. `unanswered`: it may have been kept or not; the same id settles it. */
export type Delivery =
  | { outcome: "kept"; at: string }
  | { outcome: "refused"; refusal: PendingRefusal; retryAfterMs?: number }
  | { outcome: "unanswered" };

export type OutboxPorts = {
  shelf: Shelf;
  deliver: (incident: IncidentId, command: CommandInput) => Promise<Delivery>;
  /** Whose session the server sees now; null for nobody's. Throws when nothing answers. */
  whoAmI: () => Promise<PersonId | null>;
  /** Runs the work while no other tab of this browser sends for the person. */
  alone: (person: PersonId, work: () => Promise<void>) => Promise<void>;
  /** Other tabs of the person read the shelf anew. */
  tellOtherTabs: (person: PersonId) => void;
  makeId: () => CommandId;
  /** The server's wall clock in milliseconds. */
  now: () => number;
  after: (ms: number, work: () => void) => void;
  random: () => number;
};

/** Not now: the same command goes out again by itself. Every other refusal waits for the person. */
const TRY_AGAIN: ReadonlySet<string> = new Set(["too-many", "unavailable"]);
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 3_000;

export const deliveryOf = (answer: CommandAnswer): Delivery =>
  answer.ok ? { outcome: "kept", at: answer.event.at } : { outcome: "refused", refusal: answer.refusal };

/** The written time is told only when the line was down between writing and sending. */
const bodyOf = ({ command, lineWasDown, writtenAt }: OutboxEntry): CommandInput => {
  const tellsTime = command.kind === "update.post" || command.kind === "update.renew";
  return tellsTime && lineWasDown ? { writtenAt, ...command } : command;
};

const byOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order || (a.id < b.id ? -1 : 1);

/**
 * The commands one person has written and nobody has answered yet. Each is on disk before it is sent, goes out in
 * order within its incident, keeps its id whatever happens, and leaves when it is answered. Another person's
 * are neither read nor sent.
 */
export class Outbox {
  readonly person: PersonId;
  readonly pending: Watched<readonly Pending[]>;
  private readonly shownPending = watchable<readonly Pending[]>([]);
  private readonly ports: OutboxPorts;
  /** True while the session is another's or nobody's: nothing is sent. */
  readonly suspended: Watched<boolean>;
  private readonly isSuspended = watchable(false);
  private entries = new Map<CommandId, OutboxEntry>();
  /** On their way to the shelf: shown, and not sent yet. */
  private readonly arriving = new Map<CommandId, OutboxEntry>();
  /** On their way out of the shelf. */
  private readonly leaving = new Set<CommandId>();
  /** Answered, and not on the board yet. */
  private readonly saved = new Map<CommandId, Pending>();
  private sending: CommandId | null = null;
  private draining: Promise<void> | null = null;
  private drainAgain = false;
  private failures = 0;
  private isRetryPlanned = false;
  /** The server has said that the session is this person's, and nothing has happened since that could change it. */
  private isConfirmed = false;

  constructor(person: PersonId, ports: OutboxPorts) {
    this.person = person;
    this.ports = ports;
    this.pending = this.shownPending;
    this.suspended = this.isSuspended;
  }

  /** Keeps the command; resolves when it is safe, long before it is answered. */
  async keep(incident: IncidentId, draft: Draftable, lineWasDown: boolean) {
    const id = this.ports.makeId();
    const orders = [...this.entries.values()].map((entry) => entry.order);
    const entry: OutboxEntry = {
      ...{ id, person: this.person, incident, lineWasDown, refusal: null },
      order: Math.max(0, ...orders) + 1,
      command: { ...draft, id },
      writtenAt: new Date(this.ports.now()).toISOString(),
    };
    this.arriving.set(id, entry);
    this.entries.set(id, entry);
    this.show();
    const kept = await this.ports.shelf.put(entry);
    this.arriving.delete(id);
    this.ports.tellOtherTabs(this.person);
    this.wake();
    return { id, kept };
  }

  /** The line is back, or something waits: sends what can be sent. */
  wake(): void {
    if (this.isSuspended.get()) return;
    this.drainAgain = true;
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
    });
  }

  /** Resolves when nothing is being sent any more. */
  async idle(): Promise<void> {
    while (this.draining !== null) await this.draining;
  }

  /** The session may be another one's now: whose it is must be asked before the next command goes out. */
  doubt(): void {
    this.isConfirmed = false;
  }

  /** Signed out: what is kept stays, bound to this person. */
  suspend(): void {
    this.isSuspended.set(true);
    this.isConfirmed = false;
  }

  /** This person is signed in again. */
  resume(): void {
    this.isSuspended.set(false);
    this.wake();
  }

  /** A refused command goes out once more. */
  async retry(id: CommandId): Promise<void> {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.refusal === null) return;
    await this.change({ ...entry, refusal: null });
    this.wake();
  }

  async discard(id: CommandId): Promise<void> {
    await this.remove(id);
  }

  /** Reads the shelf anew: at the start, and when another tab changed it. */
  async reload(): Promise<void> {
    const read = await this.ports.shelf.read(this.person);
    const known = [...read.filter((entry) => !this.arriving.has(entry.id)), ...this.arriving.values()];
    const staying = known.filter((entry) => !this.leaving.has(entry.id)).sort(byOrder);
    this.entries = new Map(staying.map((entry) => [entry.id, entry]));
    this.show();
  }

  /** Their events have come: they are in the log, whether or not the answer arrived. */
  settle(settled: readonly Settled[]): void {
    for (const { command, person, at } of settled) {
      if (person === this.person && this.entries.has(command)) void this.keepSaved(command, at);
    }
  }

  /** On the board now; null: the board was read afresh and holds everything answered so far. */
  shown(commands: readonly CommandId[] | null): void {
    const before = this.saved.size;
    if (commands === null) this.saved.clear();
    else for (const command of commands) this.saved.delete(command);
    if (this.saved.size !== before) this.show();
  }

  private async drain(): Promise<void> {
    while (this.drainAgain && !this.isSuspended.get()) {
      this.drainAgain = false;
      await this.ports.alone(this.person, () => this.sendAll());
    }
  }

  /** Under the lock, from the shelf itself: another tab may have sent some of it meanwhile. */
  private async sendAll(): Promise<void> {
    await this.reload();
    const blocked = new Set<IncidentId>();
    for (const entry of [...this.entries.values()]) {
      if (entry.refusal !== null || blocked.has(entry.incident)) continue;
      if (this.arriving.has(entry.id) || !this.entries.has(entry.id)) continue;
      if (!(await this.confirm())) return;
      const delivery = await this.send(entry);
      if (this.isSuspended.get()) return;
      if (delivery.outcome === "unanswered") return this.planRetry();
      if (await this.isFinal(entry, delivery)) this.failures = 0;
      else blocked.add(entry.incident);
    }
  }

  /** Whether the session is still this person's. A different person or nobody suspends the outbox. */
  private async confirm(): Promise<boolean> {
    if (this.isConfirmed) return true;
    try {
      const person = await this.ports.whoAmI();
      if (person !== this.person) this.suspend();
      else this.isConfirmed = true;
      return this.isConfirmed;
    } catch {
      await this.markDown();
      this.planRetry();
      return false;
    }
  }

  private async send(entry: OutboxEntry): Promise<Delivery> {
    this.sending = entry.id;
    this.show();
    const delivery = await this.ports.deliver(entry.incident, bodyOf(entry));
    this.sending = null;
    if (delivery.outcome === "unanswered") await this.markDown();
    this.show();
    return delivery;
  }

  /** False when it has to go out again later. */
  private async isFinal(entry: OutboxEntry, delivery: Exclude<Delivery, { outcome: "unanswered" }>): Promise<boolean> {
    if (delivery.outcome === "kept") {
      await this.keepSaved(entry.id, delivery.at);
      return true;
    }
    const { refusal } = delivery;
    if (refusal.code === "unauthenticated") {
      this.suspend();
      return false;
    }
    if (TRY_AGAIN.has(refusal.code)) {
      this.planRetry(delivery.retryAfterMs);
      return false;
    }
    if (this.entries.has(entry.id)) await this.change({ ...entry, refusal });
    return true;
  }

  private planRetry(notBeforeMs = 0): void {
    this.failures += 1;
    if (this.isRetryPlanned) return;
    this.isRetryPlanned = true;
    const base = Math.min(RETRY_FIRST_MS * 2 ** (this.failures - 1), RETRY_MAX_MS);
    this.ports.after(Math.max(notBeforeMs, base * (0.5 + this.ports.random())), () => {
      this.isRetryPlanned = false;
      this.wake();
    });
  }

  /** Everything that waits now was written before the line came back. */
  private async markDown(): Promise<void> {
    const waiting = [...this.entries.values()].filter((entry) => !entry.lineWasDown && entry.refusal === null);
    await Promise.all(waiting.map((entry) => this.change({ ...entry, lineWasDown: true })));
  }

  private async change(entry: OutboxEntry): Promise<void> {
    this.entries.set(entry.id, entry);
    this.show();
    await this.ports.shelf.put(entry);
    this.ports.tellOtherTabs(this.person);
  }

  private async keepSaved(id: CommandId, at: string): Promise<void> {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    const { incident, command, writtenAt } = entry;
    this.saved.set(id, { id, incident, command, writtenAt, state: "saved", savedAt: at });
    await this.remove(id);
  }

  private async remove(id: CommandId): Promise<void> {
    this.leaving.add(id);
    this.entries.delete(id);
    this.show();
    await this.ports.shelf.remove(id);
    this.leaving.delete(id);
    this.ports.tellOtherTabs(this.person);
  }

  private show(): void {
    const kept = [...this.entries.values()].map(({ refusal, ...entry }): Pending => {
      const { id, incident, command, writtenAt } = entry;
      if (refusal !== null) return { id, incident, command, writtenAt, state: "refused", refusal };
      return { id, incident, command, writtenAt, state: id === this.sending ? "sending" : "waiting" };
    });
    this.shownPending.set([...this.saved.values(), ...kept]);
  }
}
