import { and, eq, gt, isNotNull, lt, not } from "drizzle-orm";
import * as z from "zod/mini";
import { passwordResets, people } from "#db/schema/tables";
import { normalEmail } from "#domain/normal-email";
import { notFound } from "#domain/refusal";
import { appendActs } from "#server/audit/installation-chain";
import type { Origin } from "#server/audit/origin";
import type { Context } from "#server/context";
import { queueMail, resetMail } from "./mail-outbox.ts";
import { closeSessions, dropSessions, sessionsOf } from "./own-sessions.ts";
import { hashPassword, passwordField } from "./password.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { isBarred } from "./suspended.ts";

const LIFE_MS = 30 * 60_000;
export const resetAskSchema = z.strictObject({ email: z.string().check(z.maxLength(254)) });
export const resetSchema = z.strictObject({ token: z.string().check(z.maxLength(100)), password: passwordField });

/** Without a way for mail there is nothing here. */
export const demandMail = ({ env }: Context): void => {
  if (env.mail === null) throw notFound();
};

/** Mails a link to whoever owns the address; the answer is the same when nobody does. Only the newest link counts. */
export const askReset = async (context: Context, address: string, email: string): Promise<void> => {
  demandMail(context);
  const wanted = normalEmail(email);
  context.limits.countAll([
    ["mailPerAddress", wanted],
    ["mailPerPerson", `address|${address}`],
  ]);
  const [now, token] = [context.now(), newSecret()];
  await context.store.db.transaction(async (tx) => {
    await tx.delete(passwordResets).where(lt(passwordResets.expiresAt, now));
    const account = and(eq(people.email, wanted), isNotNull(people.passwordHash), not(isBarred(people.id)));
    const owner = (await tx.select({ id: people.id }).from(people).where(account))[0];
    if (owner === undefined) return;
    await tx.delete(passwordResets).where(eq(passwordResets.person, owner.id));
    const expiresAt = new Date(now.getTime() + LIFE_MS);
    await tx.insert(passwordResets).values({ hash: hashOf(token), person: owner.id, expiresAt });
    await queueMail(tx, resetMail(wanted, `${context.env.baseUrl}/reset#${token}`), now);
  });
};

/** Sets the password by a mailed link, once. Every session ends; a second step is asked for at the next sign-in as before. */
export const resetPassword = async (
  context: Context,
  { token, password }: z.output<typeof resetSchema>,
  { address, origin }: { address: string; origin: Origin },
): Promise<void> => {
  context.limits.count("tokenGuess", address);
  const passwordHash = await hashPassword(password);
  const now = context.now();
  const ended = await context.store.db.transaction(async (tx) => {
    const link = and(eq(passwordResets.hash, hashOf(token)), gt(passwordResets.expiresAt, now));
    const person = (await tx.delete(passwordResets).where(link).returning())[0]?.person;
    if (person === undefined) throw notFound();
    await tx.update(people).set({ passwordHash, emailProvenAt: now }).where(eq(people.id, person));
    const gone = await dropSessions(tx, sessionsOf([person]));
    const entry = { action: "person.reset-password", objectType: "person", objectId: person, actor: person };
    await appendActs(tx, [{ ...entry, at: now, origin }]);
    return gone;
  });
  context.limits.giveBack("tokenGuess", address);
  closeSessions(context, ended);
};
