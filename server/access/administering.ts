import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "#db/open";
import { memberships, people } from "#db/schema/tables";
import type { Actor } from "#domain/actor";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { forbidden, notFound, type Refusal } from "#domain/refusal";
import type { Roster } from "#domain/roster";
import type { MemberRole } from "#domain/words";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";

const belongingAs = async (
  role: MemberRole,
  db: Database | Transaction,
  roster: Roster,
  person: PersonId,
): Promise<OrganisationId[]> => {
  const here = [...roster.organisations.values()].filter(({ participation }) => participation !== "left");
  if (here.length === 0) return [];
  const ids = here.map(({ id }) => id);
  const rows = await db
    .select({ organisation: memberships.organisation })
    .from(memberships)
    .where(and(eq(memberships.person, person), eq(memberships.role, role), inArray(memberships.organisation, ids)));
  return rows.map(({ organisation }) => organisation);
};

/** The organisations of an incident that this person administers; one that has left counts no more. */
export const administeredIn = (db: Database | Transaction, roster: Roster, person: PersonId) =>
  belongingAs("admin", db, roster, person);

/** The organisations of an incident whose auditor this person is. It shows nothing of the incident by itself. */
export const auditedIn = (db: Database | Transaction, roster: Roster, person: PersonId) =>
  belongingAs("auditor", db, roster, person);

/**
 * Somebody who is not in the incident, but administers an organisation that takes part: he knows that it is there, and
 * looks after his own people. Null for everybody else, and in a restricted incident for everybody.
 */
export const administratorOf = async (
  db: Database | Transaction,
  roster: Roster,
  person: PersonId,
): Promise<Actor | null> => {
  if (roster.restricted) return null;
  const administers = await administeredIn(db, roster, person);
  const organisation = roster.organisations.get(administers[0] ?? "");
  if (organisation === undefined) return null;
  const name = (await db.select({ name: people.name }).from(people).where(eq(people.id, person)))[0]?.name ?? "";
  const { id, sector } = organisation;
  return { person, name, organisation: id, sector, role: "org_admin", standing: "vouched", administers };
};

/** What somebody hears who is not in the incident: only who knows of it hears that he may not. */
export const refusalOutside = async (
  { journal, store }: Context,
  person: PersonId,
  incident: IncidentId,
): Promise<Refusal> => {
  const room = await journal.room(incident);
  const knows = room !== null && (await administratorOf(store.db, room.roster, person)) !== null;
  return knows ? forbidden("You administer an organisation here, but have no role in this incident.") : notFound();
};
