import type { Event } from "#domain/event";
import type { PersonId } from "#domain/ids";
import type { Entry } from "#domain/roster";
import type { Context } from "#server/context";
import { viewing, visibleBetween } from "./viewing.ts";

export const FEED_LIMIT = 200;

/**
 * The incremental feed (CONTRACT §3), oldest first. A cursor that is foreign, old, altered, or made with other rights
 * starts from the beginning and says `reset`.
 */
export const readEvents = async (
  context: Context,
  person: PersonId,
  incident: string,
  { cursor, limit = FEED_LIMIT }: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ events: Event[]; cursor: string; more: boolean; reset?: true }> => {
  const view = await viewing(context, person, incident);
  const { head, rights } = view;
  const known = cursor ? context.cursors.feedPlaceOf(cursor, incident, rights) : 0;
  const found: Entry[] = [];
  for await (const entries of visibleBetween(context, view, Math.min(known ?? 0, head), head)) {
    found.push(...entries.slice(0, limit + 1 - found.length));
    if (found.length > limit) break;
  }
  // One line beyond the page: whether there is more must not depend on lines that stay hidden.
  const more = found.length > limit;
  const taken = found.slice(0, limit);
  const place = more ? (taken.at(-1)?.n ?? head) : head;
  const events = taken.map((entry) => entry.event);
  return {
    events,
    cursor: context.cursors.feedCursor(incident, place, rights),
    more,
    ...(known === null ? { reset: true } : {}),
  };
};
