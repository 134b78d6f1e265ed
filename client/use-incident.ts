import { createContext, use, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Board } from "#domain/board";
import type { CommandId, IncidentId } from "#domain/ids";
import type { Hold } from "./board-cache.ts";
import type { ConnectionView } from "./connection-view.ts";
import { type IncidentOpening, type IncidentSession, type Kept, openIncident } from "./incident-session.ts";
import type { Draftable, Pending } from "./outbox-entry.ts";
import type { Watched } from "./watched.ts";

/**
 * Carries the session to the hooks below. The room's provider renders
 * `<IncidentContext value={useOpenIncident(opening)}>` around everything of the incident.
 */
export const IncidentContext = createContext<IncidentSession | null>(null);

/** Opens the incident for as long as the calling component stays on the page. */
export const useOpenIncident = (opening: IncidentOpening): IncidentSession => {
  const [session, setSession] = useState(() => openIncident(opening));
  if (session.incident !== opening.incident) setSession(openIncident(opening));
  useEffect(() => session.retain(), [session]);
  return session;
};

/** The session around this component; throws when it is another incident's or none. */
export const useIncidentSession = (incident: IncidentId): IncidentSession => {
  const session = use(IncidentContext);
  if (session === null || session.incident !== incident) {
    throw new Error("No IncidentContext.");
  }
  return session;
};

/** The server's HTML and the first render in the browser show the same thing: the value at opening. */
const useWatched = <T>(watched: Watched<T>, atOpening: T): T =>
  useSyncExternalStore(watched.subscribe, watched.get, () => atOpening);

type Selected<T> = { board: Board; select: (board: Board) => T; value: T };

/**
 * A part of the board; the component renders anew only when the part is another one by `isSame`.
 * Give `isSame` when `select` builds new objects.
 */
export const useBoard = <T>(
  incident: IncidentId,
  select: (board: Board) => T,
  isSame: (a: T, b: T) => boolean = Object.is,
): T => {
  const session = useIncidentSession(incident);
  const last = useRef<Selected<T> | null>(null);
  const read = (board: Board): T => {
    const before = last.current;
    if (before !== null && before.board === board && before.select === select) return before.value;
    const fresh = select(board);
    const value = before !== null && isSame(before.value, fresh) ? before.value : fresh;
    last.current = { board, select, value };
    return value;
  };
  return useSyncExternalStore(
    session.board.subscribe,
    () => read(session.board.get()),
    () => read(session.opening.board),
  );
};

const connectionAtOpening = (session: IncidentSession): ConnectionView => ({
  state: "catching-up",
  stale: false,
  sinceMs: Date.parse(session.opening.at),
});

/** The state of the line, with what the person can do about it. */
export const useConnection = (
  incident: IncidentId,
): ConnectionView & Pick<IncidentSession, "retryNow" | "signedIn"> => {
  const session = useIncidentSession(incident);
  const [atOpening] = useState(() => connectionAtOpening(session));
  const view = useWatched(session.connection, atOpening);
  return { ...view, retryNow: session.retryNow, signedIn: session.signedIn };
};

const NOTHING_PENDING: readonly Pending[] = [];

export type PendingList = readonly Pending[];

/** Commands of this person that are not in the log yet, oldest first, shown beside the board. */
export const usePending = (
  incident: IncidentId,
): { pending: PendingList; retry: (id: CommandId) => void; discard: (id: CommandId) => void } => {
  const session = useIncidentSession(incident);
  const pending = useWatched(session.pending, NOTHING_PENDING);
  return { pending, retry: session.retry, discard: session.discard };
};

/** Keeps a command in the outbox; resolves when it is safe there, long before the server has answered. */
export const useSend = (incident: IncidentId): ((command: Draftable) => Promise<Kept>) => {
  const session = useIncidentSession(incident);
  return useCallback((command: Draftable) => session.send(command), [session]);
};

const NOBODY: Readonly<Record<string, number>> = {};

/** How many people of each organisation are connected, by the key the server uses (its code). */
export const usePresence = (incident: IncidentId): Readonly<Record<string, number>> =>
  useWatched(useIncidentSession(incident).presence, NOBODY);

const NOT_PAUSED: Hold = { paused: false, held: 0 };

/** The pause control: while paused the shown board stays, and `held` counts what waits. */
export const useHold = (incident: IncidentId): Hold & Pick<IncidentSession, "pause" | "resume"> => {
  const session = useIncidentSession(incident);
  const hold = useWatched(session.hold, NOT_PAUSED);
  return { ...hold, pause: session.pause, resume: session.resume };
};
