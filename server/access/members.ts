import { and, eq, gt, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { incidents, memberInvitations, memberships, organisations, participants, people } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { OrganisationId, PersonId } from "#domain/ids";
import { normalEmail } from "#domain/normal-email";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import { MEMBER_ROLES, type MemberRole } from "#domain/words";
import { appendActs } from "#server/audit/installation-chain";
import type { Origin } from "#server/audit/origin";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { memberMail, queueMail } from "./mail-outbox.ts";
import { loadMe } from "./me.ts";
import { closeSessions, dropSessions, signedInSessions } from "./own-sessions.ts";
import { hashOf, newSecret } from "./secrets.ts";

const LIFE_MS = 7 * 86_400_000;
export const memberRoleSchema = z.strictObject({ role: z.enum(MEMBER_ROLES) });
export const memberInvitationSchema = z.strictObject({ email: f.email, role: z.enum(MEMBER_ROLES) });

/** Who acts, and from where, for the audit. */
export type By = { person: PersonId; origin: Origin };

/** Members are the business of the organisation's administrators and of the installation's; to others nothing is here. */
export const demandAdministration = async (
  { store }: Context,
  person: PersonId,
  organisation: OrganisationId,
): Promise<void> => {
  const me = await loadMe(store.db, person);
  const administers = me?.organisations.some(({ id, role }) => id === organisation && role === "admin");
  if (!administers && !me?.platformAdmin) throw notFound();
  const known = await store.db
    .select({ id: organisations.id })
    .from(organisations)
    .where(and(eq(organisations.id, organisation), eq(organisations.drill, false)));
  if (known.length === 0) throw notFound();
};

export const listMembers = async (context: Context, by: PersonId, organisation: OrganisationId) => {
  await demandAdministration(context, by, organisation);
  const rows = await context.store.db
    .select({ id: people.id, name: people.name, email: people.email, role: memberships.role, gone: people.suspendedAt })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.person))
    .where(eq(memberships.organisation, organisation))
    .orderBy(people.name);
  return rows.map(({ role, gone, ...person }) => ({ person, role, suspended: gone !== null }));
};

/** Invitations that nobody has taken yet, without their secrets. */
export const listMemberInvitations = async (context: Context, by: PersonId, organisation: OrganisationId) => {
  await demandAdministration(context, by, organisation);
  const { id, email, role, expiresAt } = memberInvitations;
  const open = and(
    eq(memberInvitations.organisation, organisation),
    isNull(memberInvitations.usedAt),
    gt(expiresAt, context.now()),
  );
  const rows = await context.store.db.select({ id, email, role, expiresAt }).from(memberInvitations).where(open);
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
};

export type MemberLink = { id: string; url: string };

/** The same answer whether somebody has this address here or not. The link is bound to address, organisation and role. */
export const inviteMember = async (
  context: Context,
  { person, origin }: By,
  organisation: OrganisationId,
  { email, role }: z.output<typeof memberInvitationSchema>,
): Promise<MemberLink> => {
  await demandAdministration(context, person, organisation);
  context.limits.countAll([
    ["mailPerAddress", normalEmail(email)],
    ["mailPerPerson", person],
    ["mailPerOrganisation", organisation],
  ]);
  const [id, token, now] = [uuidv7(), newSecret(), context.now()];
  const row = { id, hash: hashOf(token), organisation, email: normalEmail(email), role, invitedBy: person };
  const url = `${context.env.baseUrl}/welcome#${token}`;
  await context.store.db.transaction(async (tx) => {
    await tx.insert(memberInvitations).values({ ...row, createdAt: now, expiresAt: new Date(now.getTime() + LIFE_MS) });
    const into = (await tx.select().from(organisations).where(eq(organisations.id, organisation)))[0];
    if (context.env.mail !== null && into !== undefined)
      await queueMail(tx, memberMail(row.email, into.name, url), now);
    await appendActs(tx, [act("member.invite", { person, origin }, organisation, id, now)]);
  });
  return { id, url };
};

export const revokeMemberInvitation = async (
  context: Context,
  { person, origin }: By,
  organisation: OrganisationId,
  id: string,
): Promise<void> => {
  await demandAdministration(context, person, organisation);
  await context.store.db.transaction(async (tx) => {
    const which = and(eq(memberInvitations.id, id), eq(memberInvitations.organisation, organisation));
    const gone = await tx.delete(memberInvitations).where(which).returning({ id: memberInvitations.id });
    if (gone.length === 0) throw notFound();
    await appendActs(tx, [act("member.revoke", { person, origin }, organisation, id, context.now())]);
  });
};

const act = (action: string, { person, origin }: By, organisation: string, objectId: string, at: Date) => ({
  action,
  objectType: "membership",
  actor: person,
  actorOrganisation: organisation,
  objectId,
  at,
  origin,
});

const memberOf = (organisation: OrganisationId, person: PersonId) =>
  and(eq(memberships.organisation, organisation), eq(memberships.person, person));

/** One change of the members of an organisation at a time, so that an administrator is always left. */
const lockOrganisation = async (tx: Transaction, organisation: OrganisationId): Promise<void> => {
  await tx.select({ id: organisations.id }).from(organisations).where(eq(organisations.id, organisation)).for("update");
};

const demandAdministratorLeft = async (tx: Transaction, organisation: OrganisationId): Promise<void> => {
  const admins = and(eq(memberships.organisation, organisation), eq(memberships.role, "admin"));
  if ((await tx.$count(memberships, admins)) === 0)
    throw new Refusal("conflict", "An organisation keeps at least one administrator: name another one first.");
};

/** Nobody changes his own role. The other one signs in again, with what he may now. */
export const setMemberRole = async (
  context: Context,
  by: By,
  organisation: OrganisationId,
  { person, role }: { person: PersonId; role: MemberRole },
): Promise<void> => {
  await demandAdministration(context, by.person, organisation);
  if (person === by.person) throw forbidden("Nobody changes his own role.");
  const ended = await context.store.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisation);
    const set = await tx.update(memberships).set({ role }).where(memberOf(organisation, person)).returning();
    if (set.length === 0) throw notFound();
    await demandAdministratorLeft(tx, organisation);
    const gone = await dropSessions(tx, signedInSessions(person));
    await appendActs(tx, [act(`member.set-${role}`, by, organisation, person, context.now())]);
    return gone;
  });
  closeSessions(context, ended);
};

/**
 * Ends a membership, after the person was taken out of the incidents where the organisation's administrators may do
 * that. Nobody removes himself, and nobody a commander: command passes first.
 */
export const removeMember = async (
  context: Context,
  by: By,
  organisation: OrganisationId,
  person: PersonId,
): Promise<void> => {
  const { db } = context.store;
  await demandAdministration(context, by.person, organisation);
  if (person === by.person) throw forbidden("Nobody removes himself: ask another administrator.");
  if ((await db.$count(memberships, memberOf(organisation, person))) === 0) throw notFound();
  const inIncidents = await db
    .select({ incident: participants.incident, role: participants.role, phase: incidents.phase })
    .from(participants)
    .innerJoin(incidents, eq(incidents.id, participants.incident))
    .where(and(eq(participants.person, person), eq(participants.organisation, organisation)));
  const open = inIncidents.filter(({ phase }) => phase !== "closed");
  if (open.some(({ role }) => role === "commander"))
    throw new Refusal("conflict", "This person commands an incident that is open: command passes first.");
  for (const { incident } of open) await takeOut(context, by, incident, person);
  const ended = await db.transaction(async (tx) => {
    await lockOrganisation(tx, organisation);
    await tx.delete(memberships).where(memberOf(organisation, person));
    await demandAdministratorLeft(tx, organisation);
    const gone = await dropSessions(tx, signedInSessions(person));
    await appendActs(tx, [act("member.remove", by, organisation, person, context.now())]);
    return gone;
  });
  closeSessions(context, ended);
};

/** Where the administrator has no say (a restricted incident), its command decides. */
const takeOut = async (context: Context, by: By, incident: string, person: PersonId): Promise<void> => {
  const wish = { id: uuidv7(), kind: "participant.remove", person };
  try {
    await submit(context, by.person, incident, wish, by.origin);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
};
