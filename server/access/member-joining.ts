import { and, eq, gt, isNotNull, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { memberInvitations, memberships, organisations, people } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { notFound, Refusal } from "#domain/refusal";
import { appendActs } from "#server/audit/installation-chain";
import type { Origin } from "#server/audit/origin";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { hashPassword, passwordField } from "./password.ts";
import { hashOf } from "./secrets.ts";

export const welcomeSchema = z.strictObject({ token: z.string().check(z.maxLength(100)) });
export const signUpSchema = z.extend(welcomeSchema, { name: f.name, password: passwordField });

const openInvitation = async (context: Context, token: string, address: string) => {
  const { limits, store } = context;
  limits.demand("tokenGuess", address);
  const rows = await store.db
    .select({ invitation: memberInvitations, organisation: organisations.name })
    .from(memberInvitations)
    .innerJoin(organisations, eq(organisations.id, memberInvitations.organisation))
    .where(
      and(
        eq(memberInvitations.hash, hashOf(token)),
        isNull(memberInvitations.usedAt),
        isNull(organisations.suspendedAt),
        gt(memberInvitations.expiresAt, context.now()),
      ),
    );
  if (rows[0] === undefined) {
    limits.count("tokenGuess", address);
    throw notFound();
  }
  return rows[0];
};

/** What a member's invitation is: for whom, into what, as what. */
export const describeWelcome = async (context: Context, token: string, address: string) => {
  const { invitation, organisation } = await openInvitation(context, token, address);
  const { email, role, expiresAt } = invitation;
  return { email, role, organisation, expiresAt: expiresAt.toISOString() };
};

/** Of two who use an invitation one gets it. */
const use = async (tx: Transaction, id: string, at: Date): Promise<void> => {
  const used = await tx
    .update(memberInvitations)
    .set({ usedAt: at })
    .where(and(eq(memberInvitations.id, id), isNull(memberInvitations.usedAt)))
    .returning({ id: memberInvitations.id });
  if (used.length === 0) throw notFound();
};

type Invitation = typeof memberInvitations.$inferSelect;

const admit = async (tx: Transaction, invitation: Invitation, person: PersonId, at: Date, origin: Origin) => {
  const { id, organisation, role } = invitation;
  await use(tx, id, at);
  await tx.insert(memberships).values({ person, organisation, role }).onConflictDoNothing();
  const entry = { action: "member.join", objectType: "membership", objectId: person, actor: person };
  await appendActs(tx, [{ ...entry, actorOrganisation: organisation, at, origin }]);
};

type Coming = { address: string; origin: Origin };

/**
 * Makes the account that an invitation is for. Whether the address has one already is not told: then nothing changes,
 * the answer is the same, and whoever owns it accepts by signing in.
 */
export const signUp = async (
  context: Context,
  { token, name, password }: z.output<typeof signUpSchema>,
  { address, origin }: Coming,
): Promise<void> => {
  const { invitation } = await openInvitation(context, token, address);
  const passwordHash = await hashPassword(password);
  await context.store.db.transaction(async (tx) => {
    const person = uuidv7();
    const made = await tx
      .insert(people)
      .values({ id: person, name, email: invitation.email, passwordHash })
      .onConflictDoNothing({ target: people.email, where: isNotNull(people.passwordHash) })
      .returning({ id: people.id });
    if (made.length > 0) await admit(tx, invitation, person, context.now(), origin);
  });
};

/** Accepts as somebody who is signed in with the address that was invited. */
export const acceptWelcome = async (
  context: Context,
  person: PersonId,
  token: string,
  { address, origin }: Coming,
): Promise<void> => {
  const { invitation } = await openInvitation(context, token, address);
  const rows = await context.store.db.select({ email: people.email }).from(people).where(eq(people.id, person));
  if (rows[0]?.email !== invitation.email)
    throw new Refusal("forbidden", "This invitation is for another address than yours.");
  await context.store.db.transaction((tx) => admit(tx, invitation, person, context.now(), origin));
};
