/** The state of the line as the screen names it (UX §7). */
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

/** What a screen needs to say about the line. Times are the server's wall clock in milliseconds. */
export type ConnectionView = {
  state: ConnectionState;
  /** The board may be behind what happened: it is shown desaturated, its ages keep counting. */
  stale: boolean;
  /** The board is known to be complete up to this time ("Showing 09:08:12Z"). */
  sinceMs: number;
  /** When the next try starts by itself. */
  retryAtMs?: number;
  /** With `slow`: the measured round trip. */
  behindMs?: number;
  /** With `catching-up`: how many events came so far, and of how many if the server said so. */
  progress?: { done: number; of?: number };
  /** Set when the page has caught up after having been stale; a screen says so for a few seconds. */
  caughtUpAtMs?: number;
  /** The server runs another build than this page; reloading is the person's choice. */
  newVersion?: true;
};
