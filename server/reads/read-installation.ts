import type { Board } from "#domain/board";
import { isSetUp, readFact } from "#server/access/installation";
import { isLoopback } from "#server/env";
import { running } from "#server/running";

export type Installation = {
  setUp: boolean;
  /** May whoever asks take a seat in the drill? */
  seats: boolean;
  /** The drill that runs, as somebody in its first seat would see it; only while seats are free to take. */
  drill: { id: string; board: Board; at: string } | null;
};

/** The name in a Host header without its port. */
export const hostName = (host: string | null | undefined): string => (host ?? "").replace(/:\d+$/, "");

/** Seats without an account: only before set-up, and only for people on this very machine. */
export const seatsAreOpen = async (host: string | null | undefined): Promise<boolean> => {
  const { env, store } = running();
  return env.loopbackOnly && isLoopback(hostName(host)) && !(await isSetUp(store.db));
};

export const readInstallation = async (host: string | null): Promise<Installation> => {
  const { store, journal, now } = running();
  const setUp = await isSetUp(store.db);
  const seats = await seatsAreOpen(host);
  const incident = seats ? await readFact(store.db, "drill") : null;
  const room = incident === null ? null : await journal.room(incident);
  const commander = room?.participant(room.roster.commander);
  if (!room || !commander) return { setUp, seats, drill: null };
  const { board } = await room.boardFor(commander);
  return { setUp, seats, drill: { id: room.incident, board, at: now().toISOString() } };
};
