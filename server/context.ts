import type { Store } from "#db/open";
import type { Limits } from "./access/limits.ts";
import type { Origin } from "./audit/origin.ts";
import type { AuditTrail } from "./audit/trail.ts";
import type { Env } from "./env.ts";
import type { Cursors } from "./journal/cursor.ts";
import type { Journal } from "./journal/journal.ts";
import type { Logger } from "./logger.ts";

/** What the rest of the server may ask of the open connections. */
export type Live = {
  /** People with an open connection to the incident on this node. */
  present: (incident: string) => ReadonlySet<string>;
  /** Ends the connections of a session or token at once. */
  endSession: (key: string) => void;
  /** Ends the connections whose session or token has ended elsewhere. */
  checkSessions: () => void;
};

/** What the server's parts share. Small on purpose: whoever needs more takes it as a parameter. */
export type Context = {
  readonly env: Env;
  readonly store: Store;
  readonly journal: Journal;
  readonly cursors: Cursors;
  readonly limits: Limits;
  readonly audit: AuditTrail;
  readonly log: Logger;
  readonly now: () => Date;
  /** From where a request came, for the audit; the server's own doing when there is none. */
  readonly origin?: Origin;
  live: Live;
};

/** The same context for what one request asks: it says from where to the audit, and stays otherwise the one of all. */
export const contextOf = (context: Context, origin: Origin): Context =>
  Object.create(context, { origin: { value: origin, enumerable: true } });
