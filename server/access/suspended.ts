import { and, type Column, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { memberships, organisations, participants, people } from "#db/schema/tables";

/** Names of their own: the column that is asked about may be one of these very tables. */
const someone = alias(people, "barred_person");
const member = alias(memberships, "barred_member");
const speaker = alias(participants, "barred_speaker");
const body = alias(organisations, "barred_organisation");

/**
 * Is this person shut out: suspended, a member of a suspended organisation, or somebody who speaks for one? Where
 * somebody belongs to several organisations, one that is suspended is enough.
 */
export const isBarred = (person: Column): SQL =>
  sql`(exists (select 1 from ${people} ${someone} where ${and(eq(someone.id, person), isNotNull(someone.suspendedAt))})
    or exists (select 1 from ${memberships} ${member} inner join ${organisations} ${body} on ${eq(body.id, member.organisation)}
      where ${and(eq(member.person, person), isNotNull(body.suspendedAt))})
    or exists (select 1 from ${participants} ${speaker} inner join ${organisations} ${body} on ${eq(body.id, speaker.organisation)}
      where ${and(eq(speaker.person, person), isNotNull(body.suspendedAt))}))`;
