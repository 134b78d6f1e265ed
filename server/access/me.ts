import { eq } from "drizzle-orm";
import type { Database } from "#db/open";
import { memberships, organisations, people } from "#db/schema/tables";
import type { MemberRole } from "#domain/words";

/** A signed-in person and the organisations he belongs to. It carries no right in any incident. */
export type Me = {
  person: { id: string; name: string; email: string };
  organisations: { id: string; name: string; code: string; role: MemberRole }[];
  platformAdmin: boolean;
  platformAuditor: boolean;
};

/** The organisation that he speaks for when he declares an incident; an auditor of one does not speak for it. */
export const ownOrganisation = ({ organisations: belongsTo }: Me): Me["organisations"][number] | null =>
  belongsTo.find(({ role }) => role !== "auditor") ?? null;

/** Null when there is no such person (any more). */
export const loadMe = async (db: Database, person: string): Promise<Me | null> => {
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      platformAdmin: people.platformAdmin,
      platformAuditor: people.platformAuditor,
      organisation: {
        id: organisations.id,
        name: organisations.name,
        code: organisations.code,
        role: memberships.role,
      },
    })
    .from(people)
    .leftJoin(memberships, eq(memberships.person, people.id))
    .leftJoin(organisations, eq(organisations.id, memberships.organisation))
    .where(eq(people.id, person))
    .orderBy(organisations.createdAt);
  const first = rows[0];
  if (first === undefined) return null;
  const { id, name, email, platformAdmin, platformAuditor } = first;
  const belongsTo = rows.flatMap(({ organisation }) => {
    const { id: organisationId, name: organisationName, code, role } = organisation ?? {};
    if (!organisationId || !organisationName || !code || !role) return [];
    return [{ id: organisationId, name: organisationName, code, role }];
  });
  return { person: { id, name, email }, organisations: belongsTo, platformAdmin, platformAuditor };
};
