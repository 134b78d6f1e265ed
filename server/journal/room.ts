import type { Database } from "#db/open";
import { apply, applyAll } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { IncidentId, PersonId } from "#domain/ids";
import { applyToRoster, changesPast, type Entry, noRoster, type Participant, type Roster } from "#domain/roster";
import { classOf, type Sharing, sees, type Viewer } from "#domain/visibility";
import { GENESIS } from "#server/audit/entry";
import type { Transaction } from "./draft.ts";
import { readAuditHash, readEntries, readHead, readRosterEntries } from "./read.ts";
import { loadSnapshot, storeSnapshot } from "./snapshot.ts";

/** So many of the newest lines stay in memory: most joins and catch-ups are answered from them. */
const TAIL_MAX = 2000;
const TAIL_LOAD = 500;
const BOARDS_MAX = 120;
const READ_CHUNK = 5000;
const SNAPSHOT_EVERY = 500;

type CachedBoard = { board: Board; place: number; storedAt: number };
/** A line that changed somebody's past, with the sharing rules around it. */
type PastChange = { entry: Entry; before: Sharing; after: Sharing };

/** One incident as this node holds it: always exactly what the log says up to `place`. */
export class Room {
  readonly incident: IncidentId;
  place = 0;
  roster: Roster = noRoster;
  /** The hash of the audit entry at some place, as this node last knew it. */
  audited = { place: 0, hash: GENESIS };
  private tail: Entry[] = [];
  private pastChanges: PastChange[] = [];
  private boards = new Map<string, CachedBoard>();
  private readonly db: Database;

  constructor(db: Database, incident: IncidentId) {
    this.db = db;
    this.incident = incident;
  }

  /** Null when there is no such incident. */
  static async load(db: Database, incident: IncidentId): Promise<Room | null> {
    const head = await readHead(db, incident);
    if (head === null || head === 0) return null;
    const room = new Room(db, incident);
    const roster = (await readRosterEntries(db, incident)).filter((entry) => entry.n <= head);
    for (const entry of roster) room.take(entry);
    room.tail = await readEntries(db, incident, Math.max(0, head - TAIL_LOAD), TAIL_LOAD, head);
    room.place = head;
    return room;
  }

  participant(person: PersonId): Participant | null {
    return this.roster.people.get(person) ?? null;
  }

  /** The hash the next entry of the audit chain follows on. */
  async auditHead(db: Database | Transaction): Promise<string> {
    if (this.audited.place !== this.place) {
      const { place } = this;
      this.audited = { place, hash: await readAuditHash(db, this.incident, place) };
    }
    return this.audited.hash;
  }

  sees(viewer: Viewer, entry: Entry): boolean {
    return sees(viewer, entry.seen, this.roster.sharing);
  }

  /** Takes in new lines, which must follow on `place`. */
  advance(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const before = this.pastChanges.length;
      this.take(entry);
      this.place = entry.n;
      this.tail.push(entry);
      if (this.pastChanges.length > before) this.boards.clear();
      // The store has changed earlier lines in the same transaction: whoever needs them reads them there.
      if (entry.rewrite !== undefined) this.tail = [entry];
    }
    if (this.tail.length > TAIL_MAX * 1.5) this.tail = this.tail.slice(-TAIL_MAX);
  }

  /** A number that changes whenever what this viewer may see of the past changes. */
  viewVersion(viewer: Viewer): number {
    return (
      this.pastChanges.findLast((change) => changesPast(viewer, change.entry, change.before, change.after))?.entry.n ??
      0
    );
  }

  /** The lines after a place, from memory alone; null when memory does not reach back that far. */
  tailAfter(place: number): Entry[] | null {
    if (place >= this.place) return [];
    const first = this.tail[0];
    return first === undefined || first.n > place + 1 ? null : this.tail.slice(place + 1 - first.n);
  }

  /** The lines after a place, oldest first, at most `limit`. */
  async entriesAfter(place: number, limit: number): Promise<Entry[]> {
    const inMemory = this.tailAfter(place);
    return inMemory === null ? readEntries(this.db, this.incident, place, limit, this.place) : inMemory.slice(0, limit);
  }

  /** The board this viewer may see, at `place` of the moment when the promise resolves. */
  async boardFor(viewer: Viewer): Promise<{ board: Board; place: number }> {
    const key = classOf(viewer, this.roster.named);
    const cached = this.boards.get(key) ?? (await this.loadBoard(key));
    let { board, place } = cached;
    const changes = this.pastChanges.length;
    for (let rest = this.tailAfter(place); rest === null; rest = this.tailAfter(place)) {
      const read = await readEntries(this.db, this.incident, place, READ_CHUNK, this.place);
      board = applyAll(board, this.visible(viewer, read));
      place = read.at(-1)?.n ?? this.place;
    }
    if (changes !== this.pastChanges.length) return this.boardFor(viewer);
    for (const entry of this.tailAfter(place) ?? []) if (this.sees(viewer, entry)) board = apply(board, entry.event);
    this.keepBoard(key, { board, place: this.place, storedAt: cached.storedAt });
    return { board, place: this.place };
  }

  private async loadBoard(key: string): Promise<CachedBoard> {
    const stored = await loadSnapshot(this.db, this.incident, key);
    const valid = stored !== null && stored.place >= (this.pastChanges.at(-1)?.entry.n ?? 0);
    return valid ? { ...stored, storedAt: stored.place } : { board: emptyBoard, place: 0, storedAt: 0 };
  }

  private keepBoard(key: string, cached: CachedBoard): void {
    let { storedAt } = cached;
    if (cached.place - storedAt >= SNAPSHOT_EVERY) {
      storedAt = cached.place;
      // A snapshot only saves time: one that could not be written is written the next time.
      storeSnapshot(this.db, this.incident, key, cached.board, cached.place).catch(() => undefined);
    }
    this.boards.delete(key);
    this.boards.set(key, { ...cached, storedAt });
    const oldest = this.boards.keys().next().value;
    if (this.boards.size > BOARDS_MAX && oldest !== undefined) this.boards.delete(oldest);
  }

  private visible(viewer: Viewer, entries: readonly Entry[]) {
    return entries.filter((entry) => this.sees(viewer, entry)).map((entry) => entry.event);
  }

  private take(entry: Entry): void {
    const before = this.roster.sharing;
    this.roster = applyToRoster(this.roster, entry);
    if (entry.rewrite !== undefined || entry.event.kind === "incident.sharing-set") {
      this.pastChanges.push({ entry, before, after: this.roster.sharing });
    }
  }
}
