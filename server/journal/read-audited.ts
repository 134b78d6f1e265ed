import { sql } from "drizzle-orm";
import type { Database } from "#db/open";
import type { Event } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import type { Rewrite } from "#domain/roster";
import type { Visibility } from "#domain/visibility";
import type { AuditEntry } from "#server/audit/entry";
import type { Transaction } from "./draft.ts";

/** The rows as they stand, for whoever checks that they are as they were written. */

const PAGE = 500;

/** An entry, and the line it stands for when its chain is an incident's. */
export type AuditedRow = Omit<AuditEntry, "n" | "at"> & {
  n: string;
  at: string;
  eventId: string | null;
  eventAt: string | null;
  kind: string | null;
  person: string | null;
  command: string | null;
  about: string | null;
  body: Event | null;
  seen: Visibility | null;
  seenFirst: Visibility | null;
  rewrite: Rewrite | null;
  itemKey: string | null;
};

/** Of each chain the entry that stands before the first one to read. */
export type Starts = ReadonlyMap<string, { n: number; hash: string }>;

const behind = (starts: Starts) => {
  const places = JSON.stringify(Object.fromEntries([...starts].map(([chain, { n }]) => [chain, n])));
  return sql`and a.n > coalesce((${places}::jsonb ->> a.chain::text)::bigint, 0)`;
};

/** The next entries of all chains, the installation's first, with the lines they stand for. */
export const readAuditPage = async (
  db: Database | Transaction,
  after: { chain: string; n: number },
  { starts, only }: { starts?: Starts | undefined; only?: readonly string[] | undefined } = {},
): Promise<AuditedRow[]> => {
  const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
  const { rows } = await db.execute<AuditedRow>(sql`
    select a.chain, a.n, ${iso("a.at")} as at, a.actor, a.actor_organisation as "actorOrganisation",
      a.on_behalf as "onBehalf", a.action, a.object_type as "objectType", a.object_id as "objectId", a.incident,
      a.scope, a.outcome, a.address, a.session, a.request, a.reason, a.commitment, a.prev, a.hash,
      e.id as "eventId", ${iso("e.at")} as "eventAt", e.kind, e.person, e.command, e.about, e.body, e.seen,
      e.seen_first as "seenFirst", e.rewrite, e.item_key as "itemKey"
    from audit_entries a left join events e on e.incident = a.chain and e.place = a.n
    where (a.chain, a.n) > (${after.chain}::uuid, ${after.n}) ${starts === undefined ? sql`` : behind(starts)}
      ${only === undefined ? sql`` : sql`and a.chain = any(${sql.param([...only])}::uuid[])`}
    order by a.chain, a.n limit ${PAGE}
  `);
  return rows;
};

/**
 * Where to start when the installation's chain is taken for true before entry `from`: there, and in each incident's
 * chain after the last entry that was anchored before it.
 */
export const readStarts = async (db: Database | Transaction, installation: string, from: number): Promise<Starts> => {
  const { rows } = await db.execute<{ chain: string; n: string; hash: string }>(sql`
    select chain, n, hash from audit_entries where chain = ${installation} and n = ${from - 1}
    union all
    select a.chain, a.n, a.hash from (
      select distinct on (object_id) object_id, commitment from audit_entries
      where chain = ${installation} and action = 'chain.anchored' and n < ${from}
      order by object_id, n desc
    ) anchor join audit_entries a on a.chain = anchor.object_id and a.hash = anchor.commitment
  `);
  return new Map(rows.map(({ chain, n, hash }) => [chain, { n: Number(n), hash }]));
};

type Remarked = {
  incident: IncidentId;
  place: string;
  body: Event;
  seen: Visibility;
  first: Visibility | null;
  rewrite: Rewrite | null;
};

/** Lines whose readers changed, and the lines that changed them, of one moment. */
export const readRemarked = async (db: Database | Transaction): Promise<Remarked[]> => {
  const { rows } = await db.execute<Remarked>(sql`
    select incident, place, body, seen, seen_first as first, rewrite from events
    where seen_first is not null or kind = 'update.marking-set'
    order by incident, place
  `);
  return rows;
};

/** `incident|event` of every event that a line of the log has redacted. */
export const readRedactions = async (db: Database | Transaction): Promise<Set<string>> => {
  const { rows } = await db.execute<{ chain: string; event: string }>(
    sql`select incident as chain, body ->> 'event' as event from events where kind = 'update.redacted'`,
  );
  return new Set(rows.map(({ chain, event }) => `${chain}|${event}`));
};

/** The first line of a log that no entry stands for. */
export const readUnaudited = async (db: Database | Transaction): Promise<{ chain: IncidentId; n: number } | null> => {
  const { rows } = await db.execute<{ chain: IncidentId; n: string }>(sql`
    select e.incident as chain, e.place as n from events e
    where not exists (select 1 from audit_entries a where a.chain = e.incident and a.n = e.place)
    order by e.incident, e.place limit 1
  `);
  const row = rows[0];
  return row === undefined ? null : { chain: row.chain, n: Number(row.n) };
};
