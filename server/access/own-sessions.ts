import { and, desc, eq, gt, inArray, ne, type SQL } from "drizzle-orm";
import type { Database } from "#db/open";
import { sessions } from "#db/schema/tables";
import { deviceWords } from "#domain/device-words";
import type { PersonId } from "#domain/ids";
import { notFound } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { recordAct } from "./account-acts.ts";

/** My sessions, newest use first; `here` is the one that asks. */
export const listSessions = async (context: Context, person: PersonId, here: string | null) => {
  const now = context.now();
  const rows = await context.store.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.person, person), gt(sessions.expiresAt, now), gt(sessions.idleUntil, now)))
    .orderBy(desc(sessions.seenAt));
  return rows.map(({ id, device, createdAt, seenAt, expiresAt }) => ({
    id,
    device: deviceWords(device),
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    here: id === here,
  }));
};

/** Deletes sessions inside a change; what it returns goes to `closeSessions` after the commit. */
export const dropSessions = async (db: Database | Transaction, which: SQL | undefined): Promise<string[]> =>
  (await db.delete(sessions).where(which).returning({ id: sessions.id })).map(({ id }) => id);

export const sessionsOf = (people: readonly PersonId[]): SQL => inArray(sessions.person, [...people]);
/** Those that were begun by signing in: whoever holds one can come back. */
export const signedInSessions = (person: PersonId): SQL | undefined =>
  and(eq(sessions.person, person), eq(sessions.kind, "account"));
export const otherSessions = (person: PersonId, here: string): SQL | undefined =>
  and(eq(sessions.person, person), ne(sessions.id, here));

/** Ends the live connections of sessions whose rows are gone. */
export const closeSessions = ({ live }: Context, ids: readonly string[]): void => {
  for (const id of ids) live.endSession(`session:${id}`);
};

export const endOwnSession = async (context: Context, person: PersonId, id: string): Promise<void> => {
  const gone = await context.store.db.transaction(async (tx) => {
    const dropped = await dropSessions(tx, and(eq(sessions.id, id), eq(sessions.person, person)));
    if (dropped.length === 0) throw notFound();
    await recordAct(tx, context, { action: "session.end", person, object: { type: "session", id } });
    return dropped;
  });
  closeSessions(context, gone);
};

/** Signs out everywhere but here; answers how many there were. */
export const endOtherSessions = async (context: Context, person: PersonId, here: string): Promise<number> => {
  const gone = await context.store.db.transaction(async (tx) => {
    const dropped = await dropSessions(tx, otherSessions(person, here));
    await recordAct(tx, context, { action: "session.end-others", person });
    return dropped;
  });
  closeSessions(context, gone);
  return gone.length;
};
