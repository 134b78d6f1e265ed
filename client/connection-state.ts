/** The words of the line's state machine (`connection.ts`): its states, what it hears and what it asks for. */

/** The state of the line as the screen names it (UX: connection and staleness). */
export const CONNECTION_STATES = [
  "live",
  "slow",
  "reconnecting",
  "not-live",
  "catching-up",
  "polling",
  "signed-out",
  "removed",
  "old-app",
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export type Connection = {
  readonly state: ConnectionState;
  readonly link: "down" | "opening" | "up";
  /** A join has been sent and not answered. */
  readonly joining: boolean;
  /** A poll has been sent and not answered. */
  readonly pollUnderWay: boolean;
  /** The board was known to be complete at this time. */
  readonly freshAt: number;
  /** The board has been shown as not live since it was last complete. */
  readonly isStale: boolean;
  /** Tries in a row that did not end in an answered join. */
  readonly failures: number;
  readonly retryAt: number | null;
  readonly pollAt: number | null;
  readonly echoAt: number | null;
  readonly rttMs: number;
  /** Events replayed in the present catching-up. */
  readonly replayed: number;
  /** When it last caught up after having been stale. */
  readonly caughtUpAt: number | null;
  readonly newVersion: boolean;
};

export type LineEvent = { at: number } & (
  | { type: "connected" }
  /** The socket closed, or did not open. */
  | { type: "lost" }
  | { type: "refused"; why: "session" | "protocol" }
  | { type: "joined"; more: boolean; events: number }
  | { type: "join-refused"; code: string }
  | { type: "unanswered" }
  /** A beat arrived and nothing was missing before it. */
  | { type: "beat" }
  /** Something is missing in a stream. */
  | { type: "gap" }
  | { type: "echo"; rttMs: number }
  | { type: "reset" }
  | { type: "closing"; reason: string; retryMs: number }
  | { type: "polled"; more: boolean }
  | { type: "poll-failed"; code: string | null }
  /** A hidden or sleeping page came back, or the device came online. */
  | { type: "woke" }
  | { type: "retry-now" }
  | { type: "signed-in" }
  /** An event came that this page cannot apply. */
  | { type: "unreadable" }
  | { type: "new-version" }
  | { type: "tick" }
);
export type LineEventType = LineEvent["type"];
export type LineEventOf<T extends LineEventType> = Extract<LineEvent, { type: T }>;

/** What has to be done now. Every `connect`, `join` and `poll` must be answered by an event. */
export type LineEffect = "connect" | "drop" | "join" | "forget" | "poll" | "echo";
export type Step = { connection: Connection; effects: LineEffect[] };
