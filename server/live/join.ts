import type * as z from "zod/mini";
import type { JoinAnswer, joinSchema } from "#domain/protocol";
import { notFound, Refusal } from "#domain/refusal";
import { type Entry, type Participant, participantIn } from "#domain/roster";
import { refusalOutside } from "#server/access/administering";
import { type Reader, redAmong, redOn } from "#server/audit/red-reads";
import { buildId } from "#server/build-id";
import type { Context } from "#server/context";
import { rightsOf } from "#server/journal/cursor";
import type { Room } from "#server/journal/room";
import type { Connection } from "./connection.ts";
import type { FanOut } from "./fan-out.ts";
import { Member } from "./member.ts";

/** A client further behind than this gets a fresh board instead of every line. */
const CATCH_UP_MAX = 1000;
/** So many bytes of lines are more than a fresh board takes. */
const CATCH_UP_MAX_BYTES = 512 * 1024;

const sizes = new WeakMap<Entry, number>();

/** How much the lines are as JSON, counted up to a little more than `enough`; each line is measured once. */
const bytesOf = (entries: readonly Entry[], enough: number): number => {
  let bytes = 0;
  for (const entry of entries) {
    const size = sizes.get(entry) ?? JSON.stringify(entry.event).length;
    sizes.set(entry, size);
    bytes += size;
    if (bytes > enough) return bytes;
  }
  return bytes;
};

type Ask = z.output<typeof joinSchema>;
type Start = { snapshot?: Awaited<ReturnType<Room["boardFor"]>>; from: number };

const startOf = async (context: Context, room: Room, viewer: Participant, ask: Ask): Promise<Start> => {
  const rights = rightsOf(viewer, room.viewVersion(viewer));
  const goodPass = ask.pass !== undefined && context.cursors.isPass(ask.pass, room.incident, rights);
  const place = ask.cursor === undefined ? null : context.cursors.placeOf(ask.cursor, room.incident);
  if (goodPass && place !== null && place <= room.place && room.place - place <= CATCH_UP_MAX) {
    const tail = room.tailAfter(place);
    // Only what he may see counts: what is hidden from him must not show in the answer's form.
    const missed = tail?.filter((entry) => room.sees(viewer, entry));
    if (missed !== undefined && bytesOf(missed, CATCH_UP_MAX_BYTES) <= CATCH_UP_MAX_BYTES) return { from: place };
  }
  const release = context.limits.hold("snapshots", "all");
  try {
    const snapshot = await room.boardFor(viewer);
    return { snapshot, from: snapshot.place };
  } finally {
    release();
  }
};

/**
 * CONTRACT §6 `join`. The rooms are joined and the rest of the log is read in one turn of the loop,
 * so that no line falls between the two.
 */
export const join = async (context: Context, fanOut: FanOut, connection: Connection, ask: Ask): Promise<JoinAnswer> => {
  const room = await context.journal.room(ask.incident);
  const before = room && participantIn(room.roster, connection.person);
  if (!room || !before) throw await refusalOutside(context, connection.person, ask.incident);
  const version = room.viewVersion(room.roster.people.get(connection.person) ?? before);
  const start = await startOf(context, room, participantOf(room, connection.person), ask);
  const reader = readerOf(connection, room);
  await context.audit.reads.record(reader, redIn(room, before, start));
  if (!connection.socket.connected) throw new Refusal("unavailable", "The connection has gone.");
  const viewer = participantOf(room, connection.person);
  const rest = room.tailAfter(start.from);
  // Rights moved, the log ran on further than memory reaches, or the room was forgotten, while the board was made.
  if (viewer !== before || room.viewVersion(viewer) !== version || rest === null || !context.journal.isCurrent(room))
    return join(context, fanOut, connection, ask);
  const hall = fanOut.hall(room);
  hall.flush();
  connection.member(ask.incident)?.leave();
  const member = new Member({
    socket: connection.socket,
    incident: ask.incident,
    viewer,
    onLeave: (left) => {
      connection.forget(left);
      fanOut.leave(left.incident, left);
    },
  });
  // Leaving may have closed the hall that was flushed above.
  const open = fanOut.hall(room);
  open.add(member);
  connection.remember(member);
  if (connection.backlog.state() === "fine") member.listen();
  const events = rest.filter((entry) => room.sees(viewer, entry)).map((entry) => entry.event);
  // What was said since the reads above went on record.
  context.audit.readLive(reader, redAmong(events));
  return {
    ok: true,
    pass: context.cursors.pass(ask.incident, rightsOf(viewer, version)),
    streams: open.places(viewer),
    cursor: context.cursors.cursor(ask.incident, room.place),
    ...(start.snapshot === undefined ? {} : { snapshot: start.snapshot.board }),
    events,
    more: false,
    at: context.now().toISOString(),
    buildId: buildId(),
  };
};

const readerOf = ({ person, origin }: Connection, room: Room): Reader => {
  return { incident: room.incident, person, organisation: participantOf(room, person).organisation, origin };
};

/** What of his start is TLP:RED; nothing is for whoever was never named. */
const redIn = (room: Room, viewer: Participant, { snapshot, from }: Start) => {
  if (!room.roster.named.has(viewer.person)) return [];
  const missed = (room.tailAfter(from) ?? []).filter((entry) => room.sees(viewer, entry));
  return [...(snapshot === undefined ? [] : redOn(snapshot.board)), ...redAmong(missed.map(({ event }) => event))];
};

const participantOf = (room: Room, person: string): Participant => {
  const participant = participantIn(room.roster, person);
  if (participant === null) throw notFound();
  return participant;
};
