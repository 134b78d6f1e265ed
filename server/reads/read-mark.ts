import { and, eq } from "drizzle-orm";
import { readMarks } from "#db/schema/tables";
import type { EventId } from "#domain/ids";
import type { Context } from "#server/context";
import { readEntriesBack } from "#server/journal/read";
import { NEWS } from "./news.ts";
import { type Viewing, visible } from "./viewing.ts";

/** Up to which item a person has read. `at` is the wall clock when he marked it. */
export type ReadMark = { event: EventId | null; at: string };

const CHUNK = 100;
/** So far back it looks for the item the mark stands on; what is older is not on the page either. */
const LOOKED_THROUGH_MAX = 1000;

export const markOf = async (
  { store }: Context,
  person: string,
  incident: string,
): Promise<{ place: number; at: Date } | null> => {
  const rows = await store.db
    .select({ place: readMarks.place, at: readMarks.at })
    .from(readMarks)
    .where(and(eq(readMarks.incident, incident), eq(readMarks.person, person)));
  return rows[0] ?? null;
};

/** The viewer's read mark, by the newest item at or before it that he may see; null when he has never marked anything. */
export const readMarkOf = async (context: Context, view: Viewing): Promise<ReadMark | null> => {
  const mark = await markOf(context, view.viewer.person, view.room.incident);
  if (mark === null) return null;
  const at = mark.at.toISOString();
  let before = mark.place + 1;
  for (let looked = 0; looked < LOOKED_THROUGH_MAX; looked += CHUNK) {
    const entries = await readEntriesBack(context.store.db, view.room.incident, before, CHUNK, NEWS);
    const [newest] = await visible(view, entries);
    if (newest !== undefined) return { event: newest.event.id, at };
    if (entries.length < CHUNK) break;
    before = entries.at(-1)?.n ?? 0;
  }
  return { event: null, at };
};
