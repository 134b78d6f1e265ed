import { apply } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { IncidentId, PersonId } from "#domain/ids";
import { type Entry, type Participant, participantIn } from "#domain/roster";
import { refusalOutside } from "#server/access/administering";
import { type RedReads, redAmong, redOn } from "#server/audit/red-reads";
import type { Context } from "#server/context";
import { rightsOf } from "#server/journal/cursor";
import { readEntries } from "#server/journal/read";
import type { Room } from "#server/journal/room";

const CHUNK = 2000;

/** One incident through the eyes of one participant. Everything that is read goes through `visible`. */
export type Viewing = {
  room: Room;
  viewer: Participant;
  rights: string;
  /** The newest line when the reading began: what was committed later is not in it, so neither is a later removal. */
  head: number;
  /** Puts on record what of it is TLP:RED and names this viewer, before he is shown it. */
  record: (shown: () => Parameters<RedReads["record"]>[1]) => Promise<void>;
};

/**
 * Throws `not-found` for an incident that does not exist and for one that is not the person's alike; `forbidden` only
 * to who knows of it, because he administers an organisation in it.
 */
export const viewing = async (context: Context, person: PersonId, incident: IncidentId): Promise<Viewing> => {
  const room = await context.journal.room(incident);
  const viewer = room && participantIn(room.roster, person);
  if (!room || !viewer) throw await refusalOutside(context, person, incident);
  const reader = { incident, person, organisation: viewer.organisation, origin: context.origin };
  // TLP:RED is shown to nobody who was never named.
  const record: Viewing["record"] = async (shown) => {
    if (room.roster.named.has(person)) await context.audit.reads.record(reader, shown());
  };
  return { room, viewer, rights: rightsOf(viewer, room.viewVersion(viewer)), head: room.place, record };
};

export const visible = async ({ room, viewer, head, record }: Viewing, entries: readonly Entry[]): Promise<Entry[]> => {
  const shown = entries.filter((entry) => entry.n <= head && room.sees(viewer, entry));
  await record(() => redAmong(shown.map(({ event }) => event)));
  return shown;
};

/** The viewer's board, unless his rights moved while it was being made: then everything is asked anew. */
export const boardNow = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
): Promise<{ view: Viewing; board: Board; place: number }> => {
  const view = await viewing(context, person, incident);
  const made = await view.room.boardFor(view.viewer);
  await view.record(() => redOn(made.board));
  const now = await viewing(context, person, incident);
  if (now.rights !== view.rights) return boardNow(context, person, incident);
  return { view: { ...now, head: made.place }, ...made };
};

/** The lines between two places that the viewer may see, oldest first, without holding the whole log at once. */
export async function* visibleBetween(
  context: Context,
  view: Viewing,
  after: number,
  upTo: number,
): AsyncGenerator<Entry[]> {
  for (let place = after; place < upTo; ) {
    const entries = await readEntries(context.store.db, view.room.incident, place, CHUNK, upTo);
    if (entries.length === 0) return;
    place = entries.at(-1)?.n ?? upTo;
    yield await visible(view, entries);
  }
}

/** The board as the log had it at a place, by today's rules of visibility. */
export const boardAt = async (context: Context, view: Viewing, place: number): Promise<Board> => {
  let board = emptyBoard;
  for await (const entries of visibleBetween(context, view, 0, place)) {
    for (const entry of entries) board = apply(board, entry.event);
  }
  return board;
};
