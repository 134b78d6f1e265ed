import { and, eq, isNull } from "drizzle-orm";
import { invitations } from "#db/schema/tables";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { may } from "#domain/policy";
import { forbidden, notFound } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { actingFor, objectOf, roomFor } from "./inviting.ts";

/** The invitations this person may manage: all for the command, those of the own organisation for a liaison. */
export const listInvitations = async (context: Context, person: PersonId, incident: IncidentId) => {
  const { room, actor } = await roomFor(context, person, incident);
  const managed = (organisation: OrganisationId) => may(actor, "invitation.manage", { organisation });
  if (![...room.roster.organisations.keys()].some(managed)) throw forbidden();
  const rows = await context.store.db
    .select()
    .from(invitations)
    .where(and(eq(invitations.incident, incident), isNull(invitations.revokedAt)))
    .orderBy(invitations.createdAt);
  return rows
    .filter((row) => managed(row.organisation))
    .map(({ id, organisation, role, email, expiresAt, maxUses, uses, createdAt }) => ({
      ...{ id, organisation, role, email },
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      maxUses,
      uses,
    }));
};

export const revokeInvitation = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  id: string,
): Promise<void> => {
  const { actor } = await roomFor(context, person, incident);
  const { db } = context.store;
  const where = and(eq(invitations.id, id), eq(invitations.incident, incident));
  const row = (await db.select().from(invitations).where(where))[0];
  if (row === undefined || !may(actor, "invitation.manage", { organisation: row.organisation })) throw notFound();
  const { organisation } = row;
  await db.transaction(async (tx) => {
    await tx.update(invitations).set({ revokedAt: context.now() }).where(where);
    const entry = { ...objectOf(id, incident, organisation), ...actingFor(actor) };
    await recordAct(tx, context, { action: "invitation.revoke", person, ...entry });
  });
};
