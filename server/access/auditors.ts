import { and, eq, exists, isNotNull, or, sql } from "drizzle-orm";
import { identities, passkeys, people } from "#db/schema/tables";
import type { PersonId } from "#domain/ids";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import { appendActs } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import type { By } from "./members.ts";
import { closeSessions, dropSessions, signedInSessions } from "./own-sessions.ts";
import { demandPlatform } from "./platform.ts";

const any = (tx: Transaction, from: typeof identities | typeof passkeys) =>
  exists(tx.select({ one: sql`1` }).from(from).where(eq(from.person, people.id)));

/** Whoever came by link has nothing to come back with, and so nothing to audit with. */
const withAccount = (tx: Transaction) => or(isNotNull(people.passwordHash), any(tx, identities), any(tx, passkeys));

/** The other one signs in again, with what he may now. */
const setAuditor = async (context: Context, by: By, person: PersonId, platformAuditor: boolean): Promise<void> => {
  await demandPlatform(context, by.person);
  if (person === by.person) throw forbidden("Nobody changes his own role.");
  const ended = await context.store.db.transaction(async (tx) => {
    const known = await tx.select().from(people).where(eq(people.id, person)).for("update");
    if (known[0] === undefined) throw notFound();
    // Who administers the installation is whom its auditor looks at.
    if (platformAuditor && known[0].platformAdmin)
      throw new Refusal("conflict", "Whoever administers the installation does not audit it.");
    const which = and(eq(people.id, person), platformAuditor ? withAccount(tx) : undefined);
    const set = await tx.update(people).set({ platformAuditor }).where(which).returning({ id: people.id });
    if (set.length === 0) throw new Refusal("conflict", "An auditor needs an account of his own here.");
    const gone = await dropSessions(tx, signedInSessions(person));
    const action = platformAuditor ? "person.make-auditor" : "person.end-auditor";
    const entry = { action, objectType: "person", objectId: person, actor: by.person };
    await appendActs(tx, [{ ...entry, at: context.now(), origin: by.origin }]);
    return gone;
  });
  closeSessions(context, ended);
};

/** Lets somebody read the installation's audit, and nothing else. */
export const makeAuditor = (context: Context, by: By, person: PersonId): Promise<void> =>
  setAuditor(context, by, person, true);

export const endAuditor = (context: Context, by: By, person: PersonId): Promise<void> =>
  setAuditor(context, by, person, false);
