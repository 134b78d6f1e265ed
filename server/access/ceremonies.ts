import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "#db/open";
import { ceremonies } from "#db/schema/tables";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { hashOf, newSecret } from "./secrets.ts";

type Kind = (typeof ceremonies.$inferSelect)["kind"];
type Beginning = { kind: Kind; person: string | null; data?: unknown; lifeMs: number };

/** Keeps what was begun and returns the secret that continues it. What nobody finished is swept on the way. */
export const beginCeremony = async (
  context: Context,
  { kind, person, data = {}, lifeMs }: Beginning,
): Promise<string> => {
  const { db } = context.store;
  const now = context.now();
  const secret = newSecret();
  await db.delete(ceremonies).where(lt(ceremonies.expiresAt, now));
  await db
    .insert(ceremonies)
    .values({ hash: hashOf(secret), kind, person, data, expiresAt: new Date(now.getTime() + lifeMs) });
  return secret;
};

type Ceremony = { person: string | null; data: unknown };

/** What was begun under this secret; with `takes` it is gone afterwards, and of two who take it one gets it. */
export const openCeremony = async (
  context: Context,
  kind: Kind,
  secret: string,
  { tx, takes = false }: { tx?: Transaction; takes?: boolean } = {},
): Promise<Ceremony> => {
  const db: Database | Transaction = tx ?? context.store.db;
  const where = and(
    eq(ceremonies.hash, hashOf(secret)),
    eq(ceremonies.kind, kind),
    gt(ceremonies.expiresAt, context.now()),
  );
  const found = takes
    ? await db.delete(ceremonies).where(where).returning({ person: ceremonies.person, data: ceremonies.data })
    : await db.select({ person: ceremonies.person, data: ceremonies.data }).from(ceremonies).where(where);
  if (found[0] === undefined) throw new Refusal("unauthenticated", "Start again: this sign-in took too long.");
  return found[0];
};
