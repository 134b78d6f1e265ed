import { and, asc, desc, eq, gt, inArray, isNotNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database } from "#db/open";
import { auditEntries, events, incidents } from "#db/schema/tables";
import { type Event, ROSTER_KINDS } from "#domain/event";
import type { EventId, IncidentId, OrganisationId } from "#domain/ids";
import type { Entry } from "#domain/roster";
import { GENESIS } from "#server/audit/entry";
import type { Transaction } from "./draft.ts";
import { type EntryRow, entryOf } from "./entry-row.ts";

const columns = { place: events.place, body: events.body, seen: events.seen, rewrite: events.rewrite };

const entriesOf = (rows: readonly unknown[]): Entry[] => rows.map((row) => entryOf(row as EntryRow));

/** The lines after `after` up to and with `upTo`, oldest first. */
export const readEntries = async (
  db: Database | Transaction,
  incident: IncidentId,
  after: number,
  limit: number,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Entry[]> => {
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.incident, incident), gt(events.place, after), lte(events.place, upTo)))
    .orderBy(asc(events.place))
    .limit(limit);
  return entriesOf(rows);
};

/** The lines before `before`, newest first; of the given kinds only, when there are some. */
export const readEntriesBack = async (
  db: Database | Transaction,
  incident: IncidentId,
  before: number,
  limit: number,
  kinds: readonly string[] = [],
): Promise<Entry[]> => {
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.incident, incident),
        lt(events.place, before),
        ...(kinds.length === 0 ? [] : [inArray(events.kind, [...kinds])]),
      ),
    )
    .orderBy(desc(events.place))
    .limit(limit);
  return entriesOf(rows);
};

/** Only the lines that change who is here and who may see what. */
export const readRosterEntries = async (db: Database | Transaction, incident: IncidentId): Promise<Entry[]> => {
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.incident, incident),
        or(
          inArray(events.kind, [...ROSTER_KINDS]),
          sql`${events.seen} ->> 'marking' = 'TLP:RED' and ${events.kind} <> 'read.marked'`,
          sql`${events.seen} ? 'audience'`,
        ),
      ),
    )
    .orderBy(asc(events.place));
  return entriesOf(rows);
};

/** One line by the id of its event; null when this incident has none. */
export const readEntry = async (
  db: Database | Transaction,
  incident: IncidentId,
  id: EventId,
): Promise<Entry | null> => {
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.id, id), eq(events.incident, incident)))
    .limit(1);
  return entriesOf(rows)[0] ?? null;
};

/** The lines of several events, in no order. */
export const readEntriesOf = async (
  db: Database | Transaction,
  incident: IncidentId,
  ids: readonly EventId[],
): Promise<Entry[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.incident, incident), inArray(events.id, [...ids])));
  return entriesOf(rows);
};

/** The newest update of an organisation that says a status; null when there is none. */
export const readLastStatement = async (
  db: Database | Transaction,
  incident: IncidentId,
  organisation: OrganisationId,
): Promise<Entry | null> => {
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.incident, incident),
        eq(events.kind, "update.posted"),
        sql`${events.body} ->> 'organisation' = ${organisation} and ${events.body} ? 'status'`,
      ),
    )
    .orderBy(desc(events.place))
    .limit(1);
  return entriesOf(rows)[0] ?? null;
};

/** The newest update of each organisation that says a status, up to a moment. */
export const readLastStatements = async (
  db: Database | Transaction,
  incident: IncidentId,
  upTo: Date,
): Promise<Entry[]> => {
  const organisation = sql`${events.body} ->> 'organisation'`;
  const rows = await db
    .selectDistinctOn([organisation], columns)
    .from(events)
    .where(
      and(
        eq(events.incident, incident),
        eq(events.kind, "update.posted"),
        lte(events.at, upTo),
        sql`${events.body} ? 'status'`,
      ),
    )
    .orderBy(organisation, desc(events.place));
  return entriesOf(rows);
};

/** Lines that stand on one of the given events: comments, pins, acknowledgements, corrections. */
export const readAbout = async (
  db: Database | Transaction,
  incident: IncidentId,
  ids: readonly EventId[],
): Promise<Entry[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.incident, incident), inArray(events.about, [...ids])))
    .orderBy(asc(events.place));
  return entriesOf(rows);
};

/** Lines that stand on an event, and lines that stand on those, oldest first. */
export const readStandingOn = async (
  db: Database | Transaction,
  incident: IncidentId,
  id: EventId,
): Promise<Entry[]> => {
  const found: Entry[] = [];
  for (let on = [id]; on.length > 0; ) {
    const next = await readAbout(db, incident, on);
    found.push(...next);
    on = next.map(({ event }) => event.id);
  }
  return found.sort((a, b) => a.n - b.n);
};

/** The place of the newest line; null when there is no such incident. */
export const readHead = async (db: Database | Transaction, incident: IncidentId): Promise<number | null> => {
  const rows = await db.select({ last: incidents.last }).from(incidents).where(eq(incidents.id, incident));
  return rows[0]?.last ?? null;
};

/** The hash of the audit entry that went in with the line at `place`. */
export const readAuditHash = async (db: Database | Transaction, chain: IncidentId, place: number): Promise<string> => {
  const rows = await db
    .select({ hash: auditEntries.hash })
    .from(auditEntries)
    .where(and(eq(auditEntries.chain, chain), eq(auditEntries.n, place)));
  return rows[0]?.hash ?? GENESIS;
};

/** What one person's command ids became before, wherever that was. */
export const readStored = async (
  db: Database | Transaction,
  keys: readonly { person: string; command: string }[],
): Promise<{ person: string; command: string; incident: string; id: string; at: string }[]> => {
  if (keys.length === 0) return [];
  const rows = await db
    .select({ person: events.person, command: events.command, incident: events.incident, id: events.id, at: events.at })
    .from(events)
    .where(or(...keys.map((key) => and(eq(events.person, key.person), eq(events.command, key.command)))) ?? sql`false`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
};

/** The place of the newest line written at or before a moment; 0 when there is none. */
export const readPlaceAt = async (db: Database | Transaction, incident: IncidentId, at: Date): Promise<number> => {
  const rows = await db
    .select({ place: events.place })
    .from(events)
    .where(and(eq(events.incident, incident), lte(events.at, at)))
    .orderBy(desc(events.place))
    .limit(1);
  return rows[0]?.place ?? 0;
};

/** Everything that holds the words `query`, newest first; the caller asks `sees()` of each. */
export const searchEntries = async (
  db: Database | Transaction,
  incident: IncidentId,
  query: string,
  limit: number,
): Promise<Entry[]> => {
  const pattern = `%${query.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const rows = await db
    .select(columns)
    .from(events)
    .where(
      and(
        eq(events.incident, incident),
        inArray(events.kind, ["update.posted", "comment.posted"]),
        isNotNull(sql`${events.body} ->> 'text'`),
        sql`${events.body} ->> 'text' ilike ${pattern}`,
      ),
    )
    .orderBy(desc(events.place))
    .limit(limit);
  return entriesOf(rows);
};

/** Empties an event for ever, and the key of its commitment with it: what stays is its id and its time. */
export const emptyEvent = async (tx: Transaction, entry: Entry): Promise<void> => {
  const tombstone: Event = { id: entry.event.id, at: entry.event.at, kind: "redacted" };
  await tx
    .update(events)
    .set({ kind: "redacted", body: tombstone, itemKey: null })
    .where(eq(events.id, entry.event.id));
};

/** Gives an event, and what stands on it, another visibility. */
export const changeSeen = async (tx: Transaction, entries: readonly Entry[]): Promise<void> => {
  for (const entry of entries) {
    const seenFirst = sql`coalesce(${events.seenFirst}, ${events.seen})`;
    await tx
      .update(events)
      .set({ seen: entry.seen, seenFirst, body: entry.event })
      .where(eq(events.id, entry.event.id));
  }
};
