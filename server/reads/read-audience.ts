import * as z from "zod/mini";
import * as f from "#domain/fields";
import { defaultMarkingOf, participantIn } from "#domain/roster";
import { sees, type Visibility } from "#domain/visibility";
import type { Context } from "#server/context";
import { viewing } from "./viewing.ts";

const NAMES_MAX = 50;

const ids = z.optional(
  z.pipe(
    z.string().check(z.maxLength(40 * 500)),
    z.pipe(
      z.transform((list: string) => list.split(",")),
      f.idList,
    ),
  ),
);
export const audienceQuery = z.strictObject({
  marking: z.optional(f.marking),
  organisation: z.optional(f.id),
  organisations: ids,
  sectors: z.optional(z.string().check(z.maxLength(1000))),
  people: ids,
});

/** Who will see an update before it is sent, by number and by name: the same predicate that the live path asks. */
export const readAudience = async (
  context: Context,
  person: string,
  incident: string,
  ask: z.output<typeof audienceQuery>,
) => {
  const { room, viewer } = await viewing(context, person, incident);
  const { organisations, people, sectors } = ask;
  const narrowed = organisations !== undefined || people !== undefined || sectors !== undefined;
  const marking = ask.marking ?? defaultMarkingOf(room.roster, ask.organisation ?? viewer.organisation);
  const seen: Visibility = {
    marking,
    origin: ask.organisation ?? viewer.organisation,
    author: person,
    ...(narrowed ? { audience: { organisations, people, sectors: sectors?.split(",") } } : {}),
    ...(marking === "TLP:RED" ? { named: people ?? [] } : {}),
  };
  const here = [...room.roster.people.keys()].flatMap((id) => participantIn(room.roster, id) ?? []);
  const readers = here.filter((candidate) => sees(candidate, seen, room.roster.sharing));
  return {
    people: readers.length,
    organisations: new Set(readers.map((reader) => reader.organisation)).size,
    names: readers.slice(0, NAMES_MAX).map(({ name, organisation }) => ({ name, organisation })),
  };
};
