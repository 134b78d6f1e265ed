import type { Event } from "#domain/event";
import type { Context } from "#server/context";
import { searchEntries } from "#server/journal/read";
import { viewing, visible } from "./viewing.ts";

const FOUND_MAX = 50;
const SCANNED_MAX = 2000;

/** Updates and comments that hold the words, and organisations whose name or code does. */
export const search = async (context: Context, person: string, incident: string, query: string) => {
  const view = await viewing(context, person, incident);
  const wanted = query.toLowerCase();
  const organisations = [...view.room.roster.organisations.values()]
    .filter(({ name, code }) => name.toLowerCase().includes(wanted) || code.toLowerCase() === wanted)
    .slice(0, FOUND_MAX)
    .map(({ id, name, code, sector }) => ({ id, name, code, sector }));
  const found = await visible(view, await searchEntries(context.store.db, incident, query, SCANNED_MAX));
  const items: Event[] = found.slice(0, FOUND_MAX).map((entry) => entry.event);
  return { items, organisations };
};
