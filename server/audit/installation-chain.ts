import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/open";
import { auditEntries } from "#db/schema/tables";
import type { Transaction } from "#server/journal/draft";
import { type AuditFacts, GENESIS, INSTALLATION, sealed } from "./entry.ts";
import { type Origin, OWN } from "./origin.ts";

/** Any constant: what counts is that all nodes ask for the same lock. */
const CHAIN_LOCK = 7_305_101_843;

/** Something that was done or refused outside the logs. What is not said is null in the entry. */
export type Act = Partial<
  Pick<AuditFacts, "actor" | "actorOrganisation" | "objectId" | "incident" | "scope" | "reason" | "commitment">
> &
  Pick<AuditFacts, "action" | "objectType"> & { at: Date; outcome?: AuditFacts["outcome"]; origin?: Origin };

const factsOf = (act: Act, n: number, prev: string): AuditFacts => ({
  chain: INSTALLATION,
  n,
  at: act.at.toISOString(),
  actor: act.actor ?? null,
  actorOrganisation: act.actorOrganisation ?? null,
  onBehalf: null,
  action: act.action,
  objectType: act.objectType,
  objectId: act.objectId ?? null,
  incident: act.incident ?? null,
  scope: act.scope ?? act.actorOrganisation ?? null,
  outcome: act.outcome ?? "done",
  ...(act.origin ?? OWN),
  reason: act.reason ?? null,
  commitment: act.commitment ?? null,
  prev,
});

/** The newest entry of the installation's chain. */
export const installationHead = async (tx: Transaction | Database): Promise<{ n: number; hash: string }> => {
  const { n, hash } = auditEntries;
  const newest = tx.select({ n, hash }).from(auditEntries).where(eq(auditEntries.chain, INSTALLATION));
  return (await newest.orderBy(desc(n)).limit(1))[0] ?? { n: 0, hash: GENESIS };
};

/**
 * Puts acts into the installation's chain, in the transaction of what was done: if one fails so does the other.
 * Acts wait for one another from here to the end of their transactions, so this comes last in them.
 */
export const appendActs = async (tx: Transaction, acts: readonly Act[]): Promise<void> => {
  if (acts.length === 0) return;
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
  let { n, hash } = await installationHead(tx);
  const rows = acts.map((act) => {
    n += 1;
    const entry = sealed(factsOf(act, n, hash));
    hash = entry.hash;
    return { ...entry, at: act.at };
  });
  await tx.insert(auditEntries).values(rows);
};
