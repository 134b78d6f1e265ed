import type { Event } from "#domain/event";
import type { Entry, Rewrite } from "#domain/roster";
import type { Visibility } from "#domain/visibility";

/** A line as the driver gives it. The store holds only what this server wrote, so the columns are what they say. */
export type EntryRow = {
  place: string | number;
  body: Event;
  seen: Visibility;
  rewrite: Rewrite | null;
};

export const entryOf = (row: EntryRow): Entry => ({
  n: Number(row.place),
  event: row.body,
  seen: row.seen,
  ...(row.rewrite === null ? {} : { rewrite: row.rewrite }),
});
