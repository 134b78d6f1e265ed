import { eq } from "drizzle-orm";
import * as z from "zod/mini";
import { people, sessions } from "#db/schema/tables";
import type { PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { verifyPassword } from "./password.ts";

/** How somebody who is signed in shows again that it is him, before a change of how he signs in. */
export const proofSchema = z.strictObject({ password: z.optional(z.string().check(z.maxLength(200))) });
export type Proof = { password?: string | undefined; session: string };

const FRESH_MS = 15 * 60_000;

/**
 * The password, where there is one. Else the session must be a fresh one, or one that came by link, which has nothing
 * else to show. Throws a refusal.
 */
export const demandProof = async (context: Context, person: PersonId, { password, session }: Proof): Promise<void> => {
  const { db } = context.store;
  const row = (await db.select({ hash: people.passwordHash }).from(people).where(eq(people.id, person)))[0];
  if (row?.hash) {
    // Counted first, so that many at once are counted too; a right one is given back.
    context.limits.count("secondFactor", person);
    if (await verifyPassword(row.hash, password ?? "")) return context.limits.giveBack("secondFactor", person);
    throw new Refusal("forbidden", "This is not your password.", { field: "password" });
  }
  const here = (await db.select().from(sessions).where(eq(sessions.id, session)))[0];
  if (here?.kind === "link") return;
  if (here && context.now().getTime() - here.createdAt.getTime() < FRESH_MS) return;
  throw new Refusal("forbidden", "Sign out and in again first: this needs a sign-in of the last 15 minutes.");
};
