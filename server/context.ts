import type { Store } from "#db/open";
import type { Env } from "./env.ts";
import type { Cursors } from "./journal/cursor.ts";
import type { Journal } from "./journal/journal.ts";
import type { Logger } from "./logger.ts";

/** What the server's parts share. Small on purpose: whoever needs more takes it as a parameter. */
export type Context = {
  readonly env: Env;
  readonly store: Store;
  readonly journal: Journal;
  readonly cursors: Cursors;
  readonly log: Logger;
  readonly now: () => Date;
};
