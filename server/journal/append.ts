import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Database } from "#db/open";
import type { IncidentId } from "#domain/ids";
import type { Entry } from "#domain/roster";
import type { Transaction } from "./draft.ts";

export type Line = Entry & { person: string; command: string };

const rowOf = (line: Line) => ({
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
});

const STATEMENT = "append_lines";
/** Prepared once for each connection: planning it takes longer than running it. */
const query = new PgDialect().sqlToQuery(sql`
  with taken as (
    update incidents set last = last + ${sql.placeholder("count")}
    where id = ${sql.placeholder("incident")} and last = ${sql.placeholder("after")}
    returning id
  )
  insert into events (incident, place, id, at, kind, person, command, body, seen, about, rewrite)
  select taken.id, r.place, r.id, r.at, r.kind, r.person, r.command, r.body, r.seen, r.about, r.rewrite
  from taken, jsonb_to_recordset(${sql.placeholder("rows")}::jsonb) as r(
    place bigint, id uuid, at timestamptz, kind text, person uuid, command uuid, body jsonb, seen jsonb, about uuid, rewrite jsonb
  )
  returning place
`);

/**
 * Takes the next places under the incident's row lock and inserts the lines, all in one statement:
 * gapless, and the order of commits is the order of places. Answers false, with nothing changed,
 * when another node has written since `after`.
 */
export const appendLines = async (
  db: Database | Transaction,
  incident: IncidentId,
  after: number,
  lines: readonly Line[],
): Promise<boolean> => {
  const prepared = db._.session.prepareQuery<{ execute: { rows: unknown[] }; all: unknown; values: unknown }>(
    query,
    undefined,
    STATEMENT,
    false,
  );
  const rows = JSON.stringify(lines.map(rowOf));
  const result = await prepared.execute({ count: lines.length, incident, after, rows });
  return result.rows.length === lines.length;
};

/** Nobody else takes a place in the incident's log until the transaction ends. */
export const lockIncident = async (tx: Transaction, incident: IncidentId): Promise<void> => {
  await tx.execute(sql`select 1 from incidents where id = ${incident} for update`);
};
