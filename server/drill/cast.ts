import { eq } from "drizzle-orm";
import { v5 as uuidv5 } from "uuid";
import type { Database } from "#db/open";
import { organisations, people } from "#db/schema/tables";
import type { DrillClock, OrganisationFacts } from "#domain/event";
import type { OrganisationId, PersonId } from "#domain/ids";
import type { Transaction } from "#server/journal/draft";
import { SCENARIO, SCENARIO_BEGINS, SCENARIO_SPEED } from "./scenario.ts";

/** The organisations and seats of drills: rows of their own kind, never offered in a real incident. */

export const CONTROL = { code: "EXCON", name: "Exercise control", sector: "other", timeZone: "UTC" } as const;
export const COMMANDER_SEAT = "Commander's seat";

/** Ids of the cast are made from names below this one, so that two who enter it at once make one row. */
const CAST = "7d6ad1f1-6d0d-4a50-9d41-0f6a5a1c2a91";

type Db = Database | Transaction;

/** The person behind a seat, made when somebody first takes it. */
export const personOf = async (db: Db, seat: string, name: string): Promise<PersonId> => {
  const email = `${seat}@drill.invalid`;
  const known = await db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.email, email))
    .orderBy(people.createdAt);
  if (known[0] !== undefined) return known[0].id;
  const id = uuidv5(`person ${seat}`, CAST);
  await db.insert(people).values({ id, name, email }).onConflictDoNothing();
  return id;
};

/** Posts the script, for each organisation in turn. */
export const controlPerson = (db: Db): Promise<PersonId> => personOf(db, "control", CONTROL.name);
export const commanderPerson = (db: Db): Promise<PersonId> => personOf(db, "commander", COMMANDER_SEAT);

/** Makes the drill's organisations where they are missing; returns their ids by code. */
export const organisationIds = async (db: Db): Promise<ReadonlyMap<string, OrganisationId>> => {
  const wanted = [CONTROL, ...SCENARIO.organisations].map(({ code, name, sector, timeZone }) => ({
    id: uuidv5(`organisation ${code}`, CAST),
    code,
    name,
    sector,
    timeZone,
    drill: true,
  }));
  await db.insert(organisations).values(wanted).onConflictDoNothing();
  const rows = await db
    .select({ id: organisations.id, code: organisations.code })
    .from(organisations)
    .where(eq(organisations.drill, true));
  return new Map(rows.map((row) => [row.code, row.id]));
};

/** Everybody on the drill's board from its first line; those that never report are given no cadence. */
export const castFacts = (ids: ReadonlyMap<string, OrganisationId>): OrganisationFacts[] =>
  [{ ...CONTROL, part: "coordinator" as const, reports: false }, ...SCENARIO.organisations].map(
    ({ code, name, sector, timeZone, part, reports }) => ({
      id: ids.get(code) ?? "",
      code,
      name,
      sector,
      timeZone,
      part,
      ...(reports === false ? { cadenceMin: null } : {}),
    }),
  );

/** The clock of a drill that nobody plays yet: it stands at the beginning until the player opens the board. */
export const clockBeforeOpening = (at: Date): DrillClock => ({
  at: SCENARIO_BEGINS,
  since: at.toISOString(),
  speed: SCENARIO_SPEED,
  paused: true,
});
