import { and, eq, isNotNull } from "drizzle-orm";
import * as z from "zod/mini";
import { people } from "#db/schema/tables";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Limits } from "./limits.ts";
import { verifyPassword } from "./password.ts";
import { startSession } from "./session.ts";
import { normalEmail } from "./set-up.ts";

export const signInSchema = z.strictObject({
  email: z.string().check(z.maxLength(254)),
  password: z.string().check(z.maxLength(200)),
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

/** Returns the session's secret. A wrong password and an unknown address get the same answer. */
export const signIn = async (
  context: Context,
  address: string,
  input: z.output<typeof signInSchema>,
): Promise<string> => {
  const { limits, store } = context;
  const email = normalEmail(input.email);
  const wasRight = countAttempt(limits, email, address);
  const rows = await store.db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(and(eq(people.email, email), isNotNull(people.passwordHash)));
  const person = rows[0];
  if (!(await verifyPassword(person?.passwordHash ?? null, input.password)) || person === undefined) {
    throw new Refusal("unauthenticated", "This e-mail address and password do not belong together.");
  }
  wasRight();
  return startSession(store.db, person.id, context.now());
};
