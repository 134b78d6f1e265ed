import { and, eq, exists, inArray, notLike, or, type SQL, sql } from "drizzle-orm";
import { incidents, memberships, organisations, participants, people, tokens } from "#db/schema/tables";
import type { IncidentId, PersonId } from "#domain/ids";
import { notFound, Refusal } from "#domain/refusal";
import { appendActs } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import type { By } from "./members.ts";
import { closeSessions, dropSessions, sessionsOf } from "./own-sessions.ts";
import { demandPlatform } from "./platform.ts";
import { passCommand } from "./succession.ts";

/** Any constant: what counts is that all nodes ask for the same lock. */
const SUSPENSION_LOCK = 4_127_600_518;
const DEADLOCK = "40P01";
const ATTEMPTS_MAX = 3;

const isDeadlock = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && cause.code === DEADLOCK) return true;
  return false;
};

/**
 * One suspension after the other, so that nobody takes command who is being suspended himself. Somebody who joins in the
 * same moment can stand in the way of it: then it begins anew.
 */
const suspending = async <T>({ store }: Context, change: (tx: Transaction) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.db.transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(${SUSPENSION_LOCK})`);
        return change(tx);
      });
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isDeadlock(error)) throw error;
    }
  }
};

/** Ends every way in of these people inside a change; what it returns goes to `closeAll` after the commit. */
const shutOut = async (
  tx: Transaction,
  who: readonly PersonId[],
): Promise<{ sessions: string[]; tokens: string[] }> => {
  const held = await tx
    .select({ id: tokens.id })
    .from(tokens)
    .where(inArray(tokens.person, [...who]));
  return { sessions: await dropSessions(tx, sessionsOf(who)), tokens: held.map(({ id }) => id) };
};

type Ended = { sessions: string[]; tokens: string[]; passed: IncidentId[] };

const closeAll = async (context: Context, ended: Ended): Promise<void> => {
  closeSessions(context, ended.sessions);
  for (const id of ended.tokens) context.live.endSession(`token:${id}`);
  for (const incident of ended.passed) await context.journal.written(incident);
};

/** Locked, so that a sign-in under way is seen here or sees this. */
const lockPeople = async (tx: Transaction, which: SQL | undefined): Promise<PersonId[]> =>
  (await tx.select({ id: people.id }).from(people).where(which).orderBy(people.id).for("update")).map(({ id }) => id);

const act = (action: string, { person, origin }: By, objectType: string, objectId: string, at: Date) => ({
  action,
  objectType,
  actor: person,
  objectId,
  at,
  origin,
});

/** Every session ends, every door is shut, and command passes, until the person is reactivated. */
export const suspendPerson = async (context: Context, by: By, person: PersonId): Promise<void> => {
  await demandPlatform(context, by.person);
  if (person === by.person) throw new Refusal("conflict", "Nobody suspends himself.");
  const now = context.now();
  const ended = await suspending(context, async (tx) => {
    const [known] = await lockPeople(tx, eq(people.id, person));
    if (known === undefined) throw notFound();
    await tx.update(people).set({ suspendedAt: now }).where(eq(people.id, person));
    const passed = await passCommand(tx, [person], { at: now, by });
    const gone = await shutOut(tx, [person]);
    await appendActs(tx, [act("person.suspend", by, "person", person, now)]);
    return { ...gone, passed };
  });
  await closeAll(context, ended);
};

export const reactivatePerson = async (context: Context, by: By, person: PersonId): Promise<void> => {
  await demandPlatform(context, by.person);
  await context.store.db.transaction(async (tx) => {
    const known = await tx.update(people).set({ suspendedAt: null }).where(eq(people.id, person)).returning();
    if (known.length === 0) throw notFound();
    await appendActs(tx, [act("person.reactivate", by, "person", person, context.now())]);
  });
};

/** Whoever belongs to the organisation, or speaks for it in an incident. */
const concerned = (tx: Transaction, organisation: string): SQL | undefined =>
  or(
    exists(
      tx
        .select({ one: sql`1` })
        .from(memberships)
        .where(and(eq(memberships.person, people.id), eq(memberships.organisation, organisation))),
    ),
    exists(
      tx
        .select({ one: sql`1` })
        .from(participants)
        .where(and(eq(participants.person, people.id), eq(participants.organisation, organisation))),
    ),
  );

export const suspendOrganisation = async (context: Context, by: By, organisation: string): Promise<void> => {
  await demandPlatform(context, by.person);
  const now = context.now();
  const ended = await suspending(context, async (tx) => {
    const which = and(eq(organisations.id, organisation), eq(organisations.drill, false));
    const known = await tx.update(organisations).set({ suspendedAt: now }).where(which).returning();
    if (known.length === 0) throw notFound();
    const who = await lockPeople(tx, concerned(tx, organisation));
    if (who.includes(by.person)) throw new Refusal("conflict", "You belong to this organisation yourself.");
    const passed = who.length === 0 ? [] : await passCommand(tx, who, { at: now, by });
    const gone = who.length === 0 ? { sessions: [], tokens: [] } : await shutOut(tx, who);
    await appendActs(tx, [act("organisation.suspend", by, "organisation", organisation, now)]);
    return { ...gone, passed };
  });
  await closeAll(context, ended);
};

export const reactivateOrganisation = async (context: Context, by: By, organisation: string): Promise<void> => {
  await demandPlatform(context, by.person);
  await context.store.db.transaction(async (tx) => {
    const set = tx.update(organisations).set({ suspendedAt: null });
    const known = await set.where(eq(organisations.id, organisation)).returning();
    if (known.length === 0) throw notFound();
    await appendActs(tx, [act("organisation.reactivate", by, "organisation", organisation, context.now())]);
  });
};

const PEOPLE_SHOWN = 500;

/** What the installation's administrator sees: organisations, people, and how many incidents there are. */
export const readInstallationLists = async (context: Context, by: PersonId) => {
  await demandPlatform(context, by);
  const { db } = context.store;
  const known = await db.select().from(organisations).where(eq(organisations.drill, false)).orderBy(organisations.name);
  const everybody = await db
    .select()
    .from(people)
    // The cast of a drill is nobody.
    .where(notLike(people.email, "%@drill.invalid"))
    .orderBy(people.name)
    .limit(PEOPLE_SHOWN);
  return {
    organisations: known.map(({ id, name, code, suspendedAt }) => ({
      id,
      name,
      code,
      suspended: suspendedAt !== null,
    })),
    people: everybody.map(({ id, name, email, platformAdmin, platformAuditor, suspendedAt }) => ({
      ...{ id, name, email, platformAdmin, platformAuditor },
      suspended: suspendedAt !== null,
    })),
    incidents: await db.$count(incidents),
  };
};
