import type { AuditPage, AuditRow } from "#domain/audit";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Me } from "#server/access/me";
import { INSTALLATION } from "#server/audit/entry";
import { installationHead } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import { type AuditFilter, readActsInBack, readAuditedLinesBack } from "#server/journal/read-audit-rows";
import { running } from "#server/running";
import { type AuditSight, actRows, auditSight, lineRow } from "./audit-sight.ts";
import { orNull } from "./read-room.ts";

export type AuditAsk = {
  cursor?: string | undefined;
  limit?: number | undefined;
  filter?: (AuditFilter & { organisation?: OrganisationId | undefined }) | undefined;
};

const LIMIT = 50;
const CHUNK = 500;

/** A row and where it stands in its chain. */
export type Placed = { n: number; row: AuditRow };

const hasTo = (row: AuditRow, organisation: OrganisationId | undefined): boolean =>
  organisation === undefined ||
  [row.organisation?.id, row.onBehalf?.id, row.about?.id, row.object.id].includes(organisation);

/** Rows of one chain that are the reader's, newest first; what is not his is passed over without a trace. */
async function* rowsBack(
  read: (before: number) => Promise<Placed[]>,
  next: { before: number | null },
): AsyncGenerator<Placed> {
  while (next.before !== null) yield* await read(next.before);
}

type Source = { rows: AsyncGenerator<Placed>; head: Placed | null };

const sourceOf = async (rows: AsyncGenerator<Placed>): Promise<Source> => {
  const first = await rows.next();
  return { rows, head: first.done ? null : first.value };
};

const taken = async (source: Source): Promise<void> => {
  const next = await source.rows.next();
  source.head = next.done ? null : next.value;
};

/** The lines of the incident that the reader may see rows of. */
const lines = (context: Context, sight: AuditSight, before: number, { filter = {} }: AuditAsk) => {
  const next: { before: number | null } = { before };
  const organisations = sight.confined ?? (filter.organisation === undefined ? null : [filter.organisation]);
  return rowsBack(async (from) => {
    const asked = { before: from, limit: CHUNK, filter };
    const found = await readAuditedLinesBack(context.store.db, sight.room.incident, asked, organisations);
    next.before = found.length < CHUNK ? null : (found.at(-1)?.n ?? null);
    return found.flatMap((line) => {
      const row = lineRow(sight, line);
      return row !== null && hasTo(row, filter.organisation) ? [{ n: line.n, row }] : [];
    });
  }, next);
};

/** What the installation's chain holds about the incident, as far as it is the reader's. */
const acts = (context: Context, sight: AuditSight, before: number, { filter = {} }: AuditAsk) => {
  const next: { before: number | null } = { before };
  return rowsBack(async (from) => {
    const found = await readActsInBack(context.store.db, sight.room.incident, { before: from, limit: CHUNK, filter });
    next.before = found.length < CHUNK ? null : (found.at(-1)?.n ?? null);
    const rows = await actRows(context, sight, found);
    return found.flatMap(({ n }, index) => {
      const row = rows[index] ?? null;
      return row !== null && hasTo(row, filter.organisation) ? [{ n, row }] : [];
    });
  }, next);
};

type Places = { line: number; act: number };

const placesOf = (context: Context, sight: AuditSight, cursor: string | undefined, start: Places): Places => {
  const [line = "", act = ""] = cursor?.split(".") ?? [];
  const { cursors } = context;
  const places = {
    line: cursors.feedPlaceOf(line, sight.room.incident, sight.rights),
    act: cursors.feedPlaceOf(act, INSTALLATION, sight.rights),
  };
  return places.line === null || places.act === null ? start : { line: places.line, act: places.act };
};

/** All of the reader's rows, newest first, with the places behind each. */
export async function* auditRows(
  context: Context,
  sight: AuditSight,
  ask: AuditAsk,
): AsyncGenerator<{ row: AuditRow; after: Places }> {
  const newest = await installationHead(context.store.db);
  const start = placesOf(context, sight, ask.cursor, { line: sight.head + 1, act: newest.n + 1 });
  const after = { ...start };
  const line = await sourceOf(lines(context, sight, start.line, ask));
  const act = await sourceOf(acts(context, sight, start.act, ask));
  while (line.head !== null || act.head !== null) {
    const isLine = act.head === null || (line.head !== null && line.head.row.at >= act.head.row.at);
    const source = isLine ? line : act;
    if (source.head === null) return;
    const { row, n } = source.head;
    after[isLine ? "line" : "act"] = n;
    await taken(source);
    yield { row, after: { ...after } };
  }
}

/** The audit of an incident, newest first, as far as it is the person's to read. */
export const listAudit = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  ask: AuditAsk = {},
): Promise<AuditPage> => {
  const sight = await auditSight(context, person, incident);
  const limit = Math.min(ask.limit ?? LIMIT, 200);
  const items: AuditRow[] = [];
  let places: Places = { line: 0, act: 0 };
  let more = false;
  for await (const { row, after } of auditRows(context, sight, ask)) {
    more = items.length === limit;
    if (more) break;
    items.push(row);
    places = after;
  }
  const { cursors } = context;
  const cursor = [
    cursors.feedCursor(incident, places.line, sight.rights),
    cursors.feedCursor(INSTALLATION, places.act, sight.rights),
  ].join(".");
  return { items, cursor, more };
};

const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name);

const auditScreen = async (context: Context, person: PersonId, incident: IncidentId, ask: AuditAsk) => {
  const audit = await listAudit(context, person, incident, ask);
  const { room } = await auditSight(context, person, incident);
  const { people, organisations } = room.roster;
  return {
    audit,
    state: await context.audit.stateOf(incident),
    now: context.now().getTime(),
    people: [...people.values()].map(({ person: id, name }) => ({ id, name })).sort(byName),
    organisations: [...organisations.values()].map(({ id, name }) => ({ id, name })).sort(byName),
  };
};

/** For the page: the rows, whether they verify, and whom and what they can be filtered by. */
export const readAuditScreen = (me: Me, incident: IncidentId, ask: AuditAsk) =>
  orNull(auditScreen(running(), me.person.id, incident, ask));
