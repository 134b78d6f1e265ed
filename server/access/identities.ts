import { and, eq, isNotNull } from "drizzle-orm";
import * as z from "zod/mini";
import { identities, passkeys, people } from "#db/schema/tables";
import type { PersonId } from "#domain/ids";
import { notFound, Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { demandProof, type Proof } from "./proof.ts";

export const unlinkSchema = z.strictObject({
  issuer: z.string().check(z.maxLength(2000)),
  password: z.optional(z.string().check(z.maxLength(200))),
});

/** The providers this installation knows, and which of them know me. */
export const listIdentities = async ({ env, store }: Context, person: PersonId) => {
  const rows = await store.db.select().from(identities).where(eq(identities.person, person));
  return env.issuers.map(({ name, issuer }) => {
    const linked = rows.find((row) => row.issuer === issuer);
    return { name, issuer, since: linked?.createdAt.toISOString() ?? null, email: linked?.email ?? null };
  });
};

/** Unlinks a provider, unless it is the last way in. */
export const unlinkIdentity = async (
  context: Context,
  person: PersonId,
  issuer: string,
  proof: Proof,
): Promise<void> => {
  await demandProof(context, person, proof);
  await context.store.db.transaction(async (tx) => {
    await tx.select({ id: people.id }).from(people).where(eq(people.id, person)).for("update");
    const gone = await tx
      .delete(identities)
      .where(and(eq(identities.person, person), eq(identities.issuer, issuer)))
      .returning();
    if (gone.length === 0) throw notFound();
    const password = await tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.id, person), isNotNull(people.passwordHash)));
    const keys = await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.person, person));
    const others = await tx.select({ issuer: identities.issuer }).from(identities).where(eq(identities.person, person));
    if (password.length + keys.length + others.length === 0)
      throw new Refusal("conflict", "This is your only way in: set up another one first.");
    await recordAct(tx, context, { action: "person.unlink-identity", person });
  });
};
