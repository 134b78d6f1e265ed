import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Database } from "#db/open";
import type { IncidentId } from "#domain/ids";
import type { Entry } from "#domain/roster";
import { newItemKey } from "#server/audit/commitment";
import type { AuditEntry } from "#server/audit/entry";
import { entryOfLine } from "#server/audit/line-entry";
import type { Origin } from "#server/audit/origin";
import type { Transaction } from "./draft.ts";

export type Line = Entry & { person: string; command: string; origin: Origin };

const rowOf = (line: Line, item_key: string) => ({
  place: line.n,
  id: line.event.id,
  at: line.event.at,
  kind: line.event.kind,
  person: line.person,
  command: line.command,
  body: line.event,
  seen: line.seen,
  about: line.seen.about ?? null,
  rewrite: line.rewrite ?? null,
  item_key,
});

/** An entry with the names of its columns; `chain` and `incident` are the same for the whole statement. */
const auditRowOf = (entry: AuditEntry) => ({
  n: entry.n,
  at: entry.at,
  actor: entry.actor,
  actor_organisation: entry.actorOrganisation,
  on_behalf: entry.onBehalf,
  action: entry.action,
  object_type: entry.objectType,
  object_id: entry.objectId,
  scope: entry.scope,
  outcome: entry.outcome,
  address: entry.address,
  session: entry.session,
  request: entry.request,
  commitment: entry.commitment,
  prev: entry.prev,
  hash: entry.hash,
});

const STATEMENT = "append_lines";
/** Prepared once for each connection: planning it takes longer than running it. */
const query = new PgDialect().sqlToQuery(sql`
  with taken as (
    update incidents set last = last + ${sql.placeholder("count")}
    where id = ${sql.placeholder("incident")} and last = ${sql.placeholder("after")}
    returning id
  ), kept as (
    insert into events (incident, place, id, at, kind, person, command, body, seen, about, rewrite, item_key)
    select taken.id, r.place, r.id, r.at, r.kind, r.person, r.command, r.body, r.seen, r.about, r.rewrite, r.item_key
    from taken, jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(
      place bigint, id uuid, at timestamptz, kind text, person uuid, command uuid, body jsonb, seen jsonb, about uuid,
      rewrite jsonb, item_key text
    )
    returning place
  ), audited as (
    insert into audit_entries (
      chain, n, at, actor, actor_organisation, on_behalf, action, object_type, object_id, incident, scope, outcome,
      address, session, request, commitment, prev, hash
    )
    select taken.id, a.n, a.at, a.actor, a.actor_organisation, a.on_behalf, a.action, a.object_type, a.object_id,
      taken.id, a.scope, a.outcome, a.address, a.session, a.request, a.commitment, a.prev, a.hash
    from taken, jsonb_to_recordset(${sql.placeholder("entries")}::jsonb) as a(
      n bigint, at timestamptz, actor uuid, actor_organisation uuid, on_behalf uuid, action text, object_type text,
      object_id uuid, scope uuid, outcome text, address text, session text, request uuid, commitment text, prev text,
      hash text
    )
  )
  select place from kept
`);

/**
 * Takes the next places under the incident's row lock and inserts the lines, each with its entry in the incident's
 * audit chain, all in one statement: gapless, and the order of commits is the order of places. `prev` is the hash of
 * the entry at `after`. Returns the hash of the last entry; null, with nothing changed, when another node has written
 * since `after`.
 */
export const appendLines = async (
  db: Database | Transaction,
  incident: IncidentId,
  { after, prev }: { after: number; prev: string },
  lines: readonly Line[],
): Promise<string | null> => {
  const prepared = db._.session.prepareQuery<{ execute: { rows: unknown[] }; all: unknown; values: unknown }>(
    query,
    undefined,
    STATEMENT,
    false,
  );
  const rows = [];
  const entries = [];
  let head = prev;
  for (const line of lines) {
    const key = newItemKey();
    const entry = entryOfLine(incident, head, { ...line, key });
    rows.push(rowOf(line, key));
    entries.push(auditRowOf(entry));
    head = entry.hash;
  }
  const values = { count: lines.length, incident, after, rows: JSON.stringify(rows), entries: JSON.stringify(entries) };
  const result = await prepared.execute(values);
  return result.rows.length === lines.length ? head : null;
};

/** Nobody else takes a place in the incident's log until the transaction ends. */
export const lockIncident = async (tx: Transaction, incident: IncidentId): Promise<void> => {
  await tx.execute(sql`select 1 from incidents where id = ${incident} for update`);
};
