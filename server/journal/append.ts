import { sql } from "drizzle-orm";
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
  const rows = JSON.stringify(lines.map(rowOf));
  const result = await db.execute(sql`
    with taken as (
      update incidents set last = last + ${lines.length} where id = ${incident} and last = ${after} returning last
    )
    insert into events (incident, place, id, at, kind, person, command, body, seen, about, rewrite)
    select ${incident}::uuid, r.place, r.id, r.at, r.kind, r.person, r.command, r.body, r.seen, r.about, r.rewrite
    from taken, jsonb_to_recordset(${rows}::jsonb) as r(
      place bigint, id uuid, at timestamptz, kind text, person uuid, command uuid, body jsonb, seen jsonb, about uuid, rewrite jsonb
    )
    returning place
  `);
  return result.rows.length === lines.length;
};
