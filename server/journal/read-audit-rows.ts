import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/open";
import type { Event } from "#domain/event";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Visibility } from "#domain/visibility";
import { type AuditEntry, INSTALLATION } from "#server/audit/entry";
import type { Transaction } from "./draft.ts";

/** Entries of the audit, newest first, for whoever asks `sees()` and `may()` of each before he shows it. */

export type AuditFilter = {
  actor?: PersonId | undefined;
  /** The word before the dot, or the whole of it: `update`, `update.posted`. */
  action?: string | undefined;
  /** ISO 8601: from and with the one, up to and without the other. */
  from?: string | undefined;
  until?: string | undefined;
};

export type AuditedAct = Pick<
  AuditEntry,
  | "actor"
  | "actorOrganisation"
  | "onBehalf"
  | "action"
  | "objectType"
  | "objectId"
  | "incident"
  | "scope"
  | "outcome"
  | "reason"
> & { n: number; at: string };

/** An entry of an incident's chain with the line it stands for. */
export type AuditedLine = AuditedAct & { event: Event; seen: Visibility };

type Raw<T extends AuditedAct> = Omit<T, "n"> & { n: string };

const columns = sql.raw(`a.n, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, a.actor,
  a.actor_organisation as "actorOrganisation", a.on_behalf as "onBehalf", a.action, a.object_type as "objectType",
  a.object_id as "objectId", a.incident, a.scope, a.outcome, a.reason`);

const passing = ({ actor, action, from, until }: AuditFilter): SQL => sql`
  ${actor === undefined ? sql`` : sql`and a.actor = ${actor}`}
  ${action === undefined ? sql`` : sql`and (a.action = ${action} or split_part(a.action, '.', 1) = ${action})`}
  ${from === undefined ? sql`` : sql`and a.at >= ${from}::timestamptz`}
  ${until === undefined ? sql`` : sql`and a.at < ${until}::timestamptz`}`;

/** Rows that can have to do with one of these organisations; the reader asks each exactly. */
const concerning = (organisations: readonly OrganisationId[] | null): SQL => {
  if (organisations === null) return sql``;
  const ids = sql`${sql.param([...organisations])}::uuid[]`;
  return sql`and (a.actor_organisation = any(${ids}) or a.on_behalf = any(${ids}) or a.scope = any(${ids})
    or a.object_id = any(${ids}) or (e.body ->> 'organisation') = any(${ids}::text[]))`;
};

type Asked = { before: number; limit: number; filter: AuditFilter };

/** What the incident's own chain holds: one entry a line. Read marks are each person's own, and no part of it. */
export const readAuditedLinesBack = async (
  db: Database | Transaction,
  incident: IncidentId,
  { before, limit, filter }: Asked,
  organisations: readonly OrganisationId[] | null,
): Promise<AuditedLine[]> => {
  const { rows } = await db.execute<Raw<AuditedLine>>(sql`
    select ${columns}, e.body as event, e.seen
    from audit_entries a join events e on e.incident = a.chain and e.place = a.n
    where a.chain = ${incident} and a.n < ${before} and a.action <> 'read.marked' ${passing(filter)} ${concerning(organisations)}
    order by a.n desc limit ${limit}
  `);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
};

const ofInstallation = sql`a.chain = '00000000-0000-0000-0000-000000000000'`;

const readActsBack = async (
  db: Database | Transaction,
  where: SQL,
  { before, limit, filter }: Asked,
): Promise<AuditedAct[]> => {
  const { rows } = await db.execute<Raw<AuditedAct>>(sql`
    select ${columns} from audit_entries a
    where ${ofInstallation} and ${where} and a.n < ${before} ${passing(filter)}
    order by a.n desc limit ${limit}
  `);
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
};

/** What the installation's chain holds about an incident: reads of TLP:RED, invitations, refusals. */
export const readActsInBack = (db: Database | Transaction, incident: IncidentId, asked: Asked) =>
  readActsBack(
    db,
    sql`coalesce(incident, object_id) = ${incident} and action <> 'chain.anchored'
      and (incident is not null or action = 'access.refused')`,
    asked,
  );

/** What it holds about an organisation, outside all incidents. */
const ofOrganisation = (organisation: OrganisationId): SQL =>
  sql`scope = ${organisation} and scope is not null and incident is null`;
export const readActsOfBack = (db: Database | Transaction, organisation: OrganisationId, asked: Asked) =>
  readActsBack(db, ofOrganisation(organisation), asked);

const ofPlatform = sql`incident is null and action <> 'access.refused'`;
/** What it holds about the platform and its accounts, or of that about one organisation. */
export const readPlatformActsBack = (
  db: Database | Transaction,
  asked: Asked & { organisation?: OrganisationId | undefined },
) => {
  const { organisation } = asked;
  const concerned =
    organisation === undefined
      ? sql``
      : sql`and (scope = ${organisation} or actor_organisation = ${organisation} or object_id = ${organisation})`;
  return readActsBack(db, sql`${ofPlatform} ${concerned}`, asked);
};

/** Who did any of the acts about an organisation, or about the platform. */
export const readActors = async (
  db: Database | Transaction,
  organisation: OrganisationId | null,
): Promise<PersonId[]> => {
  const where = organisation === null ? ofPlatform : ofOrganisation(organisation);
  const { rows } = await db.execute<{ actor: string }>(
    sql`select distinct a.actor from audit_entries a where ${ofInstallation} and ${where} and a.actor is not null`,
  );
  return rows.map(({ actor }) => actor);
};

/** How many entries there are in all incidents. */
export const countIncidentEntries = async (db: Database | Transaction): Promise<number> => {
  const { rows } = await db.execute<{ entries: string }>(
    sql`select count(*) as entries from audit_entries where chain <> ${INSTALLATION}`,
  );
  return Number(rows[0]?.entries ?? 0);
};
