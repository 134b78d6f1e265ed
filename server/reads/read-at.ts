import type { Board } from "#domain/board";
import type { Context } from "#server/context";
import { readPlaceAt } from "#server/journal/read";
import { boardAt, viewing } from "./viewing.ts";

/** The board as it stood at a moment of the wall clock, as far as the viewer may see it today. */
export const readAt = async (
  context: Context,
  person: string,
  incident: string,
  time: string,
): Promise<{ board: Board; at: string }> => {
  const view = await viewing(context, person, incident);
  const place = await readPlaceAt(context.store.db, incident, new Date(time));
  return { board: await boardAt(context, view, Math.min(place, view.head)), at: time };
};
