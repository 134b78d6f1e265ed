import { and, type Column, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { memberships, organisations, participants, people } from "#db/schema/tables";

/**
 * Is this person shut out: suspended, a member of a suspended organisation, or somebody who speaks for one? Where
 * somebody belongs to several organisations, one that is suspended is enough.
 */
export const isBarred = (person: Column): SQL =>
  sql`(exists (select 1 from ${people} where ${and(eq(people.id, person), isNotNull(people.suspendedAt))})
    or exists (select 1 from ${memberships} inner join ${organisations} on ${eq(organisations.id, memberships.organisation)}
      where ${and(eq(memberships.person, person), isNotNull(organisations.suspendedAt))})
    or exists (select 1 from ${participants} inner join ${organisations} on ${eq(organisations.id, participants.organisation)}
      where ${and(eq(participants.person, person), isNotNull(organisations.suspendedAt))}))`;
