import { and, eq, isNotNull, not } from "drizzle-orm";
import * as z from "zod/mini";
import { people } from "#db/schema/tables";
import { normalEmail } from "#domain/normal-email";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { beginSession } from "./begin-session.ts";
import { beginCeremony, openCeremony } from "./ceremonies.ts";
import type { Limits } from "./limits.ts";
import { verifyPassword } from "./password.ts";
import { checkCode, type Factors, factorsOf } from "./second-factor.ts";
import { isBarred } from "./suspended.ts";

export const signInSchema = z.strictObject({
  email: z.string().check(z.maxLength(254)),
  password: z.string().check(z.maxLength(200)),
});
export const secondFactorSchema = z.strictObject({
  ticket: z.string().check(z.maxLength(100)),
  code: z.string().check(z.maxLength(40)),
});

/** Counted before the password is checked, so that many at once are counted too; a right one is given back. */
const countAttempt = (limits: Limits, email: string, address: string): (() => void) => {
  const both = `${email}|${address}`;
  limits.demand("signInWrongPerAddress", address);
  const isSlow = limits.isFull("signInWrong", both) || limits.isFull("signInWrongPerAccount", email);
  if (isSlow) limits.count("signInSlow", both);
  limits.count("signInWrongPerAddress", address);
  if (!isSlow)
    limits.countAll([
      ["signInWrong", both],
      ["signInWrongPerAccount", email],
    ]);
  return () => {
    limits.giveBack("signInWrongPerAddress", address);
    if (isSlow) return;
    limits.giveBack("signInWrong", both);
    limits.giveBack("signInWrongPerAccount", email);
  };
};

export type Visitor = { address: string; device: string | undefined };
/** The secret of a session, or the ticket of a sign-in that waits for its second step and grants nothing. */
export type SignedIn = { secret: string } | { ticket: string; factors: Factors };

const SECOND_STEP_MS = 5 * 60_000;

/** A wrong password, an unknown address and a suspended account get the same answer after the same work. */
export const signIn = async (
  context: Context,
  { address, device }: Visitor,
  input: z.output<typeof signInSchema>,
): Promise<SignedIn> => {
  const { limits, store } = context;
  const email = normalEmail(input.email);
  const wasRight = countAttempt(limits, email, address);
  const rows = await store.db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(and(eq(people.email, email), isNotNull(people.passwordHash), not(isBarred(people.id))));
  const person = rows[0];
  if (!(await verifyPassword(person?.passwordHash ?? null, input.password)) || person === undefined) {
    throw new Refusal("unauthenticated", "This e-mail address and password do not belong together.");
  }
  wasRight();
  const factors = await factorsOf(store.db, person.id);
  if (!factors.code && !factors.passkey)
    return { secret: await store.db.transaction((tx) => beginSession(tx, context, person.id, { device })) };
  const ticket = await beginCeremony(context, { kind: "second-factor", person: person.id, lifeMs: SECOND_STEP_MS });
  return { ticket, factors };
};

/** The second step by a code of the app or a recovery code; returns the session's secret. */
export const signInByCode = async (
  context: Context,
  device: string | undefined,
  { ticket, code }: z.output<typeof secondFactorSchema>,
): Promise<string> => {
  const { person } = await openCeremony(context, "second-factor", ticket);
  if (person === null) throw new Refusal("unauthenticated", "Start again: this sign-in took too long.");
  await checkCode(context, person, code);
  return context.store.db.transaction(async (tx) => {
    await openCeremony(context, "second-factor", ticket, { tx, takes: true });
    return beginSession(tx, context, person, { device });
  });
};
