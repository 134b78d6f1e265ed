import type { Board } from "#domain/board";
import type { CommandId, EventId, IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Role, Standing } from "#domain/words";
import { BoardCache, type Hold } from "./board-cache.ts";
import type { ConnectionView } from "./connection-view.ts";
import { type Poll, pollFeed } from "./feed-poll.ts";
import { IncidentLine } from "./incident-line.ts";
import { noteLine } from "./line-trouble.ts";
import { type Live, liveOfThisTab } from "./live.ts";
import { nextFrame } from "./next-frame.ts";
import { outboxOf, whoAmI } from "./outbox.ts";
import type { Draftable, Pending } from "./outbox-entry.ts";
import type { Outbox } from "./outbox-pump.ts";
import { type ServerClock, serverClock } from "./server-clock.ts";
import { steadyNow } from "./steady-clock.ts";
import { onWakeUp } from "./wake-ups.ts";
import { type Watched, watchable } from "./watched.ts";

export type RoomViewer = {
  person: PersonId;
  name: string;
  organisation: OrganisationId;
  sector: string;
  role: Role;
  standing: Standing;
};

/** What the server rendered the page from: the session goes on from there. */
export type IncidentOpening = {
  incident: IncidentId;
  board: Board;
  cursor: string;
  /** The server's wall clock when the board was read (ISO 8601). */
  at: string;
  viewer: RoomViewer;
  /** The rights with which the board was read; without it the first join brings the whole board again. */
  pass?: string;
  /** The build that rendered the page. */
  buildId?: string;
  /** Up to which item the person had read, and when (wall clock) that was marked. */
  read?: ReadMark | null;
};

export type ReadMark = { event: EventId | null; at: string };

/** `kept: "memory"` when this browser gives no storage: it is lost with the tab. */
export type Kept = { id: CommandId; kept: "disk" | "memory" };

/** The one session of this tab for one incident. Made by `openIncident`, used through the hooks. */
export type IncidentSession = {
  readonly incident: IncidentId;
  readonly viewer: RoomViewer;
  readonly opening: IncidentOpening;
  readonly board: Watched<Board>;
  readonly connection: Watched<ConnectionView>;
  readonly pending: Watched<readonly Pending[]>;
  readonly presence: Watched<Readonly<Record<string, number>>>;
  readonly hold: Watched<Hold>;
  send: (command: Draftable) => Promise<Kept>;
  retry: (id: CommandId) => void;
  discard: (id: CommandId) => void;
  retryNow: () => void;
  /** After signing in in place: goes on when it is the same person, and says who it is. */
  signedIn: () => Promise<"same" | "another" | "nobody">;
  pause: () => void;
  resume: () => void;
  /** The cursor of what has come in so far. */
  place: () => string;
  /** Keeps the session running until the returned function is called. */
  retain: () => () => void;
};

/** The parts of a session that belong to the whole tab. */
export type TabParts = {
  live: Live;
  poll: Poll;
  clock: ServerClock;
  outboxOf: (person: PersonId) => Outbox;
  whoAmI: () => Promise<PersonId | null>;
  onWakeUp: (woke: () => void) => () => void;
};

/** A component that mounts twice, or moves within the tab, lets go for a moment only. */
const LET_GO_AFTER_MS = 1_000;

const ofIncident = (all: Watched<readonly Pending[]>, incident: IncidentId): Watched<readonly Pending[]> => {
  let last: { all: readonly Pending[]; own: readonly Pending[] } = { all: [], own: [] };
  const get = (): readonly Pending[] => {
    const now = all.get();
    if (now !== last.all) last = { all: now, own: now.filter((pending) => pending.incident === incident) };
    return last.own;
  };
  return { get, subscribe: all.subscribe };
};

const makeCache = (opening: IncidentOpening, outbox: Outbox, onUnreadable: () => void): BoardCache =>
  new BoardCache(opening.board, {
    nextFrame,
    onSettled: (settled) => outbox.settle(settled),
    onShown: (commands) => outbox.shown(commands),
    onUnreadable: (error) => {
      // Ours to mend: it shows in the console, and the person is told to load the newer page.
      console.error(error);
      onUnreadable();
    },
  });

/** Makes a session. Screens get theirs from `openIncident`. */
export const makeSession = (
  opening: IncidentOpening,
  parts: TabParts,
  onRunning: (isRunning: boolean) => void = () => {},
): IncidentSession => {
  const { incident, viewer } = opening;
  const outbox = parts.outboxOf(viewer.person);
  const cache = makeCache(opening, outbox, () => line.dispatch({ type: "unreadable" }));
  parts.clock.rendered(opening.at);
  const line = new IncidentLine({
    ...{ incident, cursor: opening.cursor, pass: opening.pass ?? null, buildId: opening.buildId ?? null },
    ...{ live: parts.live, poll: parts.poll, clock: parts.clock, cache, steadyNow, random: Math.random },
    onLink: (isUp) => {
      noteLine(isUp);
      if (isUp) outbox.wake();
      else outbox.doubt();
    },
  });
  const signedIn = async (): Promise<"same" | "another" | "nobody"> => {
    const person = await parts.whoAmI();
    if (person !== viewer.person) return person === null ? "nobody" : "another";
    outbox.resume();
    line.dispatch({ type: "signed-in" });
    return "same";
  };
  const wake = (): void => {
    outbox.doubt();
    line.dispatch({ type: "woke" });
    // Somebody may have signed in in another tab; no answer means not yet.
    if (line.view.get().state === "signed-out") signedIn().catch(() => {});
    else outbox.wake();
  };
  const start = (): (() => void) => {
    line.start();
    onRunning(true);
    const endings = [
      parts.onWakeUp(wake),
      line.view.subscribe(() => line.view.get().state === "signed-out" && outbox.suspend()),
      outbox.suspended.subscribe(() => outbox.suspended.get() && line.dispatch({ type: "refused", why: "session" })),
      () => line.stop(),
      () => onRunning(false),
    ];
    return () => {
      for (const end of endings) end();
    };
  };
  return {
    ...{ incident, viewer, opening, board: cache.board, hold: cache.hold },
    ...{ connection: line.view, presence: line.presence, pending: ofIncident(outbox.pending, incident) },
    send: (command) => outbox.keep(incident, command, line.isDown),
    retry: (id) => void outbox.retry(id),
    discard: (id) => void outbox.discard(id),
    retryNow: () => {
      line.dispatch({ type: "retry-now" });
      outbox.wake();
    },
    signedIn,
    pause: () => cache.pause(),
    resume: () => cache.resume(),
    place: () => line.place ?? opening.cursor,
    retain: retainer(start),
  };
};

/** Runs from the first holder until shortly after the last one has let go. */
const retainer = (start: () => () => void): (() => () => void) => {
  let holders = 0;
  let stop: (() => void) | null = null;
  return () => {
    holders += 1;
    stop ??= start();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      holders -= 1;
      setTimeout(() => {
        if (holders > 0) return;
        stop?.();
        stop = null;
      }, LET_GO_AFTER_MS);
    };
  };
};

const inert = <T>(value: T): Watched<T> => watchable(value);

/** The session of a page that is only rendered: it shows the board it was given and nothing else. */
const renderedOnly = (opening: IncidentOpening): IncidentSession => ({
  ...{ incident: opening.incident, viewer: opening.viewer, opening, board: inert(opening.board) },
  connection: inert<ConnectionView>({ state: "catching-up", stale: false, sinceMs: Date.parse(opening.at) }),
  pending: inert<readonly Pending[]>([]),
  presence: inert({}),
  hold: inert<Hold>({ paused: false, held: 0 }),
  send: () => Promise.reject(new Error("A page that is only rendered sends nothing.")),
  signedIn: () => Promise.resolve("nobody"),
  ...{ retry: () => {}, discard: () => {}, retryNow: () => {}, pause: () => {}, resume: () => {} },
  place: () => opening.cursor,
  retain: () => () => {},
});

/** The sessions of this tab that run. */
const running = new Map<string, IncidentSession>();

/**
 * Gets this tab's session for the incident, or makes one that runs as soon as somebody retains it.
 * On the server it only carries the board, so nothing of one request reaches another.
 */
export const openIncident = (opening: IncidentOpening): IncidentSession => {
  if (typeof window === "undefined") return renderedOnly(opening);
  const key = `${opening.incident}/${opening.viewer.person}`;
  const known = running.get(key);
  if (known !== undefined) return known;
  const parts: TabParts = {
    ...{ live: liveOfThisTab(), poll: pollFeed, clock: serverClock },
    ...{ outboxOf, whoAmI, onWakeUp },
  };
  const session = makeSession(opening, parts, (isRunning) => {
    if (isRunning) running.set(key, session);
    else running.delete(key);
  });
  return session;
};
