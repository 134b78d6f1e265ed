import { countedAt, isWithheld, type WithheldCount, withheldCounts } from "#domain/withheld";
import type { Context } from "#server/context";
import { readLastStatements } from "#server/journal/read";
import type { Room } from "#server/journal/room";
import { viewing } from "./viewing.ts";

type Counted = { at: number; sectors: Promise<WithheldCount[]> };

/** What was counted at the last moment of the cadence stays until the next one, whatever happens meanwhile. */
const kept = new WeakMap<Room, Counted>();

const count = async (context: Context, room: Room, at: number): Promise<WithheldCount[]> => {
  const last = await readLastStatements(context.store.db, room.incident, new Date(at));
  const withheld = last.flatMap(({ event, seen }) =>
    event.kind === "update.posted" && event.countUsIn === true && isWithheld(seen.marking) ? [event.organisation] : [],
  );
  const here = [...room.roster.organisations.values()].filter(({ participation }) => participation !== "left");
  return withheldCounts(here, new Set(withheld));
};

/**
 * How many organisations of a sector said how they are to few, and let it count. The same for everybody in the
 * incident, whatever he may read himself.
 */
export const readWithheld = async (
  context: Context,
  person: string,
  incident: string,
): Promise<{ asOf: string; sectors: WithheldCount[] }> => {
  const { room } = await viewing(context, person, incident);
  const { declaredAt, cadenceMin } = room.roster;
  const at = countedAt(Date.parse(declaredAt), cadenceMin, context.now().getTime());
  const known = kept.get(room);
  const counted = known?.at === at ? known : { at, sectors: count(context, room, at) };
  kept.set(room, counted);
  counted.sectors.catch(() => kept.delete(room));
  return { asOf: new Date(at).toISOString(), sectors: await counted.sectors };
};
