import type { Connection, ConnectionState } from "./connection-state.ts";

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
  /** The server runs another build than this page, and they still understand each other. */
  newVersion?: true;
};

/** `toServer` turns a time of the steady clock into the server's wall clock. */
export const viewOf = (c: Connection, toServer: (at: number) => number): ConnectionView => ({
  state: c.state,
  stale: c.isStale,
  sinceMs: toServer(c.freshAt),
  ...(c.link === "down" && c.retryAt !== null ? { retryAtMs: toServer(c.retryAt) } : {}),
  ...(c.state === "slow" ? { behindMs: c.rttMs } : {}),
  ...(c.state === "catching-up" && c.replayed > 0 ? { progress: { done: c.replayed } } : {}),
  ...(c.caughtUpAt === null ? {} : { caughtUpAtMs: toServer(c.caughtUpAt) }),
  ...(c.newVersion ? { newVersion: true } : {}),
});

/** The same words on the screen: the time of completeness moves with every beat and is not one. */
export const isSameView = (a: ConnectionView, b: ConnectionView): boolean =>
  a.state === b.state &&
  a.stale === b.stale &&
  a.retryAtMs === b.retryAtMs &&
  a.behindMs === b.behindMs &&
  a.progress?.done === b.progress?.done &&
  a.caughtUpAtMs === b.caughtUpAtMs &&
  a.newVersion === b.newVersion;
