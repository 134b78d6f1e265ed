import type { IncidentId } from "#domain/ids";
import type { Slice } from "#domain/protocol";
import { redAmong } from "#server/audit/red-reads";
import type { Context } from "#server/context";
import type { Published } from "#server/journal/journal";
import type { Room } from "#server/journal/room";
import { delivered } from "#server/metrics";
import { Hall } from "./hall.ts";
import type { Member } from "./member.ts";

/**
 * How long sending rests after it has taken `tookMs`. A small audience gets each line at once; for a large one, or on
 * a slow machine, the rest grows with the square, so that several lines share a frame and the loop stays free.
 */
const REST_MAX_MS = 100;
/** How the stream of one person begins: TLP:RED goes through these alone. */
const PERSON = "person:";
const restAfter = (tookMs: number): number => Math.min(REST_MAX_MS, tookMs ** 2 / 32);

type SendSlice = (room: string, slice: Slice) => void;

/** Events → streams → sockets, for every incident that has listeners on this node. */
export class FanOut {
  private readonly halls = new Map<
    IncidentId,
    { hall: Hall<Member>; restUntil: number; timer: NodeJS.Timeout | NodeJS.Immediate | null }
  >();
  private readonly send: SendSlice;
  private readonly context: Context;

  constructor(send: SendSlice, context: Context) {
    this.send = send;
    this.context = context;
  }

  /** The hall of an incident, made when the first listener comes. */
  hall(room: Room): Hall<Member> {
    const known = this.halls.get(room.incident);
    if (known !== undefined) return known.hall;
    const { incident } = room;
    const hall = new Hall<Member>(incident, room.roster, {
      send: (stream, slice) => {
        this.send(roomName(incident, stream), slice);
        if (stream.startsWith(PERSON)) {
          const reader = { incident, person: stream.slice(PERSON.length), organisation: null };
          this.context.audit.readLive(reader, redAmong(slice.events));
        }
        delivered.inc(slice.events.length);
      },
      reset: (member, reason) => member.reset(reason),
      cursor: (place) => this.context.cursors.cursor(incident, place),
    });
    this.context.journal.keep(incident);
    this.halls.set(incident, { hall, restUntil: 0, timer: null });
    return hall;
  }

  known(incident: IncidentId): Hall<Member> | null {
    return this.halls.get(incident)?.hall ?? null;
  }

  all(): Hall<Member>[] {
    return [...this.halls.values()].map(({ hall }) => hall);
  }

  /** Drops the hall when nobody listens any more. */
  leave(incident: IncidentId, member: Member): void {
    const held = this.halls.get(incident);
    if (held === undefined) return;
    held.hall.remove(member);
    if (held.hall.listeners.size > 0) return;
    cancel(held.timer);
    this.halls.delete(incident);
    this.context.journal.letGo(incident);
  }

  /** After a commit. Sends at once when it is quiet, else with what comes while sending rests. */
  publish({ incident, entries }: Published): void {
    const held = this.halls.get(incident);
    if (held === undefined) return;
    held.hall.take(entries);
    // These lines may have been the end of its last listener: whoever comes now gets a new hall.
    if (this.halls.get(incident) !== held || !held.hall.pending || held.timer !== null) return;
    const flush = () => {
      held.timer = null;
      const begun = performance.now();
      held.hall.flush();
      const ended = performance.now();
      held.restUntil = ended + restAfter(ended - begun);
    };
    const rest = held.restUntil - performance.now();
    // The author's answer goes out first: it is waiting in this turn of the loop.
    held.timer = rest <= 0 ? setImmediate(flush) : setTimeout(flush, rest);
  }
}

const cancel = (timer: NodeJS.Timeout | NodeJS.Immediate | null): void => {
  if (timer === null) return;
  if ("refresh" in timer) clearTimeout(timer);
  else clearImmediate(timer);
};

export const roomName = (incident: IncidentId, stream: string): string => `${incident}|${stream}`;
