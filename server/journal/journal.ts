import type { Database } from "#db/open";
import type { IncidentId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Entry } from "#domain/roster";
import type { Kept, Proposal } from "./draft.ts";
import { readEntries, readStored } from "./read.ts";
import { Room } from "./room.ts";
import { Writer } from "./writer.ts";

const ROOMS_MAX = 200;
const CATCH_UP_CHUNK = 1000;

export type Published = { incident: IncidentId; room: Room; entries: readonly Entry[] };
type Options = { db: Database; now: () => Date; ring: (incident: IncidentId) => void; roomsMax?: number };
export type Listener = (published: Published) => void;

/**
 * The only way to the logs of this node: one room and one ordered writer per incident.
 * Listeners hear of lines after their commit, in the order of the log.
 */
export class Journal {
  private readonly rooms = new Map<IncidentId, { room: Room; writer: Writer }>();
  private readonly loading = new Map<IncidentId, Promise<Room | null>>();
  private readonly listeners = new Set<Listener>();
  /** Incidents that somebody listens to: what is forgotten of them would never reach those people. */
  private readonly kept = new Set<IncidentId>();
  readonly db: Database;
  private readonly now: () => Date;
  private readonly ring: (incident: IncidentId) => void;
  private readonly roomsMax: number;

  /** `ring` tells the other nodes, without content, that an incident has new lines. */
  constructor(options: Options) {
    this.db = options.db;
    this.now = options.now;
    this.ring = options.ring;
    this.roomsMax = options.roomsMax ?? ROOMS_MAX;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Null when there is no such incident. */
  async room(incident: IncidentId): Promise<Room | null> {
    const known = this.rooms.get(incident);
    if (known !== undefined) {
      // Used again: the last to be forgotten.
      this.rooms.delete(incident);
      this.rooms.set(incident, known);
      return known.room;
    }
    const pending = this.loading.get(incident) ?? this.load(incident);
    this.loading.set(incident, pending);
    try {
      return await pending;
    } finally {
      this.loading.delete(incident);
    }
  }

  /** Puts a wish into the log. Resolves after the commit; rejects with a `Refusal`, or with what broke. */
  async propose(incident: IncidentId, proposal: Proposal): Promise<Kept> {
    const room = await this.room(incident);
    if (room === null) throw new Refusal("not-found", "There is nothing here that you may see.");
    return this.writerOf(room).propose(proposal);
  }

  /** Starts the log of a new incident with its first line. */
  begin(incident: IncidentId, proposal: Proposal): Promise<Kept> {
    return this.writerOf(new Room(this.db, incident)).propose(proposal);
  }

  /** Reads what other nodes have written, behind what is being written here. */
  async catchUp(incident: IncidentId): Promise<void> {
    await this.rooms.get(incident)?.writer.catchUp();
  }

  /** Something has put lines into the log inside a transaction of its own: readers here and on other nodes hear of it. */
  async written(incident: IncidentId): Promise<void> {
    await this.catchUp(incident);
    this.ring(incident);
  }

  /** What an id became before; null when it became nothing. */
  async stored(person: PersonId, command: string): Promise<Kept | null> {
    const row = (await readStored(this.db, [{ person, command }]))[0];
    return row === undefined ? null : { event: { id: row.id, at: row.at }, incident: row.incident, repeated: true };
  }

  /** The incidents this node holds in memory. */
  held(): IncidentId[] {
    return [...this.rooms.keys()];
  }

  /** Whether this very room is the one that goes on; another one has been forgotten meanwhile. */
  isCurrent(room: Room): boolean {
    return this.rooms.get(room.incident)?.room === room;
  }

  /** Holds on to the incident's room, however many others there are, until it is let go. */
  keep(incident: IncidentId): void {
    this.kept.add(incident);
  }

  letGo(incident: IncidentId): void {
    this.kept.delete(incident);
  }

  /** Forgets everything held in memory, as after a restore; the next reader reads the log anew. */
  forget(): void {
    this.rooms.clear();
  }

  private async load(incident: IncidentId): Promise<Room | null> {
    const room = await Room.load(this.db, incident);
    if (room !== null) this.writerOf(room);
    return room;
  }

  private writerOf(room: Room): Writer {
    const known = this.rooms.get(room.incident);
    if (known !== undefined) return known.writer;
    const writer = new Writer({
      db: this.db,
      room,
      now: this.now,
      publish: (entries) => this.publish(room, entries),
      readNewer: (db) => readEntries(db, room.incident, room.place, CATCH_UP_CHUNK),
    });
    this.rooms.set(room.incident, { room, writer });
    this.evict();
    return writer;
  }

  private evict(): void {
    if (this.rooms.size <= this.roomsMax) return;
    for (const [incident, { writer }] of this.rooms) {
      if (this.rooms.size <= this.roomsMax) return;
      if (writer.idle && !this.kept.has(incident)) this.rooms.delete(incident);
    }
  }

  private publish(room: Room, entries: readonly Entry[]): void {
    for (const listener of this.listeners) listener({ incident: room.incident, room, entries });
    this.ring(room.incident);
  }
}
