import { and, eq } from "drizzle-orm";
import { memberships, people } from "#db/schema/tables";
import type { OrganisationId, PersonId } from "#domain/ids";
import type { Context } from "#server/context";

/** Who is signed in, when the address that was typed is his. */
export const samePerson = async (
  context: Context,
  id: PersonId,
  email: string,
): Promise<{ id: string; name: string } | null> => {
  const rows = await context.store.db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.id, id), eq(people.email, email)));
  return rows[0] ?? null;
};

export const isMember = async (context: Context, person: PersonId, organisation: OrganisationId): Promise<boolean> => {
  const rows = await context.store.db
    .select({ person: memberships.person })
    .from(memberships)
    .where(and(eq(memberships.person, person), eq(memberships.organisation, organisation)));
  return rows.length > 0;
};
