import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import { organisations, people } from "#db/schema/tables";
import type { OrganisationId, PersonId } from "#domain/ids";
import { SCENARIO } from "./scenario.ts";

/** The organisations and seats of drills: rows of their own kind, never offered in a real incident. */

export const CONTROL_CODE = "EXCON";
const CONTROL_NAME = "Exercise control";
const addressOf = (seat: string): string => `${seat}@drill.invalid`;

/** The person behind a seat, made when somebody first takes it. */
export const personOf = async (db: Database, seat: string, name: string): Promise<PersonId> => {
  const email = addressOf(seat);
  const known = await db.select({ id: people.id }).from(people).where(eq(people.email, email));
  if (known[0] !== undefined) return known[0].id;
  const id = uuidv7();
  await db.insert(people).values({ id, name, email });
  return id;
};

/** Posts the script, for each organisation in turn. */
export const controlPerson = (db: Database): Promise<PersonId> => personOf(db, "control", CONTROL_NAME);
export const commanderPerson = (db: Database): Promise<PersonId> => personOf(db, "commander", "Commander's seat");

/** Makes the drill's organisations where they are missing; returns their ids by code. */
export const organisationIds = async (db: Database): Promise<Map<string, OrganisationId>> => {
  const control = { code: CONTROL_CODE, name: CONTROL_NAME, sector: "other", timeZone: "UTC" };
  const wanted = [control, ...SCENARIO.organisations].map(({ code, name, sector, timeZone }) => ({
    id: uuidv7(),
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

/** The id of one organisation of the drill by its code; null when there is none. */
export const organisationByCode = async (db: Database, code: string): Promise<OrganisationId | null> => {
  const rows = await db
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.drill, true), eq(organisations.code, code)));
  return rows[0]?.id ?? null;
};
