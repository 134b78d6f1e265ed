import { and, eq, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { memberships, participants, tokens } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { hashOf, newSecret } from "./secrets.ts";

export const tokenSchema = z.strictObject({ name: f.name, expiresAt: z.optional(f.time) });

/** Tokens are for members of an organisation and for who has a role in an incident; guests have none. */
const demandTokens = async ({ store }: Context, person: PersonId): Promise<void> => {
  const { db } = store;
  const member = await db.select().from(memberships).where(eq(memberships.person, person)).limit(1);
  if (member.length > 0) return;
  const beyondGuest = and(eq(participants.person, person), ne(participants.role, "guest"));
  const roles = await db.select().from(participants).where(beyondGuest).limit(1);
  if (roles.length === 0) throw forbidden("API tokens are not for guests.");
};

/** The token is shown this once and kept only as a hash; it acts as its person, nothing more. */
export const makeToken = async (
  context: Context,
  person: PersonId,
  input: z.output<typeof tokenSchema>,
): Promise<{ id: string; token: string }> => {
  await demandTokens(context, person);
  const now = context.now();
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt !== null && expiresAt <= now) {
    throw new Refusal("invalid", '"expiresAt" is in the past.', { field: "expiresAt" });
  }
  const [id, token] = [uuidv7(), newSecret()];
  const row = { id, hash: hashOf(token), person, name: input.name, createdAt: now, expiresAt };
  await context.store.db.transaction(async (tx) => {
    await tx.insert(tokens).values(row);
    await recordAct(tx, context, { action: "token.make", person, object: { type: "token", id } });
  });
  return { id, token };
};

/** My tokens, without their secrets. */
export const listTokens = async (context: Context, person: PersonId) => {
  await demandTokens(context, person);
  const rows = await context.store.db.select().from(tokens).where(eq(tokens.person, person)).orderBy(tokens.createdAt);
  return rows.map(({ id, name, createdAt, expiresAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }));
};

/** Ends a token of mine, and its live connections at once. */
export const revokeToken = async (context: Context, person: PersonId, id: string): Promise<void> => {
  await demandTokens(context, person);
  const mine = and(eq(tokens.id, id), eq(tokens.person, person));
  await context.store.db.transaction(async (tx) => {
    const gone = await tx.delete(tokens).where(mine).returning({ id: tokens.id });
    if (gone.length === 0) throw notFound();
    await recordAct(tx, context, { action: "token.revoke", person, object: { type: "token", id } });
  });
  context.live.endSession(`token:${id}`);
};
