import type { Board } from "#domain/board";
import type { CommandId, IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Role, Standing } from "#domain/words";
import type { ConnectionView } from "./connection-view.ts";
import type { Draftable, Pending } from "./outbox-entry.ts";
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
  /** The build that rendered the page. */
  buildId?: string;
};

/** While paused the shown board stays as it was; `held` counts what waits behind it. */
export type Hold = { paused: boolean; held: number };

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
  /** Keeps the session running until the returned function is called. */
  retain: () => () => void;
};

const inert = <T>(value: T): Watched<T> => watchable(value);

/** The session of a page that is only rendered: it shows the board it was given and nothing else. */
const renderedOnly = (opening: IncidentOpening): IncidentSession => ({
  incident: opening.incident,
  viewer: opening.viewer,
  opening,
  board: inert(opening.board),
  connection: inert<ConnectionView>({ state: "catching-up", stale: false, sinceMs: Date.parse(opening.at) }),
  pending: inert<readonly Pending[]>([]),
  presence: inert({}),
  hold: inert<Hold>({ paused: false, held: 0 }),
  send: () => Promise.reject(new Error("A page that is only rendered sends nothing.")),
  retry: () => {},
  discard: () => {},
  retryNow: () => {},
  signedIn: () => Promise.resolve("nobody"),
  pause: () => {},
  resume: () => {},
  retain: () => () => {},
});

/**
 * Starts or gets this tab's session for the incident. On the server it only carries the board,
 * so nothing of one request reaches another.
 */
export const openIncident = (opening: IncidentOpening): IncidentSession => renderedOnly(opening);
