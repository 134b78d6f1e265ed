import { and, eq, isNotNull, ne } from "drizzle-orm";
import * as z from "zod/mini";
import { passwordResets, people, sessions } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { closeSessions, dropSessions, otherSessions } from "./own-sessions.ts";
import { hashPassword, passwordField } from "./password.ts";
import { demandProof } from "./proof.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { SESSION_LIFE } from "./session.ts";

export const nameSchema = z.strictObject({ name: f.name });
export const passwordSchema = z.strictObject({
  current: z.optional(z.string().check(z.maxLength(200))),
  password: passwordField,
});

/** Incidents keep the name somebody came in with; the new one counts from the next. */
export const renameSelf = (context: Context, person: PersonId, name: string): Promise<void> =>
  context.store.db.transaction(async (tx) => {
    await tx.update(people).set({ name: name.trim() }).where(eq(people.id, person));
    await recordAct(tx, context, { action: "person.rename", person });
  });

/**
 * Sets a new password, ends all other sessions, and gives this one a new secret, which it returns. A first password
 * makes the address an account's, so the mailbox must be proven before.
 */
export const changePassword = async (
  context: Context,
  person: PersonId,
  session: string,
  { current, password }: z.output<typeof passwordSchema>,
): Promise<string> => {
  const { db } = context.store;
  await demandProof(context, person, { password: current, session });
  const known = (await db.select().from(people).where(eq(people.id, person)))[0];
  if (known === undefined || (known.passwordHash === null && known.emailProvenAt === null))
    throw new Refusal("conflict", "Show first that the mailbox is yours: then you can set a password.");
  const passwordHash = await hashPassword(password);
  const secret = newSecret();
  const now = context.now();
  const { wholeMs, idleMs } = SESSION_LIFE.account;
  const ended = await db.transaction(async (tx) => {
    const others = and(eq(people.email, known.email), isNotNull(people.passwordHash), ne(people.id, person));
    if ((await tx.$count(people, others)) > 0)
      throw new Refusal("conflict", "An account has this address already: sign in with that one.");
    await tx.update(people).set({ passwordHash }).where(eq(people.id, person));
    await tx.delete(passwordResets).where(eq(passwordResets.person, person));
    await tx
      .update(sessions)
      .set({
        hash: hashOf(secret),
        kind: "account",
        expiresAt: new Date(now.getTime() + wholeMs),
        idleUntil: new Date(now.getTime() + idleMs),
      })
      .where(and(eq(sessions.id, session), eq(sessions.person, person)));
    const gone = await dropSessions(tx, otherSessions(person, session));
    await recordAct(tx, context, { action: "person.set-password", person });
    return gone;
  });
  closeSessions(context, ended);
  return secret;
};
