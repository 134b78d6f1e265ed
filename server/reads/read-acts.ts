import { eq, inArray } from "drizzle-orm";
import { memberships, organisations, people } from "#db/schema/tables";
import type { AuditPage, AuditRow } from "#domain/audit";
import type { OrganisationId, PersonId } from "#domain/ids";
import { notFound } from "#domain/refusal";
import { loadMe } from "#server/access/me";
import type { BundleFormat } from "#server/audit/bundle";
import { INSTALLATION } from "#server/audit/entry";
import { installationHead } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import {
  type AuditedAct,
  type AuditFilter,
  countIncidentEntries,
  readActsOfBack,
  readPlatformActsBack,
} from "#server/journal/read-audit-rows";
import { bundled } from "./export-audit.ts";
import type { Exported } from "./read-export.ts";

/** What was done outside the incidents: to accounts and members of one organisation, or on the whole platform. */

export type ActsAsk = { cursor?: string | undefined; limit?: number | undefined; filter?: AuditFilter | undefined };

const LIMIT = 50;
const CHUNK = 1_000;

type Names = {
  people: ReadonlyMap<string, string>;
  organisations: ReadonlyMap<string, { name: string; code: string }>;
};

const idsIn = (acts: readonly AuditedAct[], pick: (act: AuditedAct) => (string | null)[]): string[] => [
  ...new Set(acts.flatMap(pick).filter((id) => id !== null)),
];

/** Names of those who are in these acts; of one organisation's acts, its members' only. */
const namesIn = async (
  { store: { db } }: Context,
  acts: readonly AuditedAct[],
  organisation: OrganisationId | null,
): Promise<Names> => {
  const named = idsIn(acts, ({ actor, objectType, objectId }) => [actor, objectType === "person" ? objectId : null]);
  const { id, name } = people;
  const rows =
    organisation === null
      ? await db.select({ id, name }).from(people).where(inArray(id, named))
      : await db
          .select({ id, name })
          .from(memberships)
          .innerJoin(people, eq(people.id, memberships.person))
          .where(eq(memberships.organisation, organisation));
  const about =
    organisation === null ? idsIn(acts, ({ scope, actorOrganisation }) => [scope, actorOrganisation]) : [organisation];
  const { id: of, name: called, code } = organisations;
  const places = await db.select({ id: of, name: called, code }).from(organisations).where(inArray(of, about));
  return {
    people: new Map(rows.map((row) => [row.id, row.name])),
    organisations: new Map(places.map((row) => [row.id, row])),
  };
};

const rowOf = (act: AuditedAct, names: Names): AuditRow => {
  const person = (id: string | null) => {
    const name = names.people.get(id ?? "");
    return id === null || name === undefined ? null : { id, name };
  };
  const organisation = (id: string | null) => {
    const known = names.organisations.get(id ?? "");
    return id === null || known === undefined ? null : { id, ...known };
  };
  const name = act.objectType === "person" ? (person(act.objectId)?.name ?? null) : null;
  return {
    at: act.at,
    actor: person(act.actor),
    organisation: organisation(act.actorOrganisation),
    onBehalf: null,
    about: organisation(act.scope),
    action: act.action,
    object: { type: act.objectType, id: act.objectId, name },
    outcome: act.outcome,
    reason: act.reason,
    marking: "TLP:AMBER+STRICT",
  };
};

/** An organisation that the person administers or audits; to everybody else nothing is here. */
const demandOwn = async ({ store }: Context, person: PersonId, organisation: OrganisationId): Promise<void> => {
  const me = await loadMe(store.db, person);
  if (!me?.organisations.some(({ id, role }) => id === organisation && role !== "member")) throw notFound();
};

const pageOf = async (
  context: Context,
  of: OrganisationId | null,
  person: PersonId,
  { cursor, limit: wanted = LIMIT, filter = {} }: ActsAsk,
): Promise<AuditPage> => {
  const { db } = context.store;
  const rights = `acts|${of ?? "platform"}|${person}`;
  const known = cursor === undefined ? null : context.cursors.feedPlaceOf(cursor, INSTALLATION, rights);
  const before = known ?? (await installationHead(db)).n + 1;
  const limit = Math.min(wanted, CHUNK);
  const asked = { before, limit: limit + 1, filter };
  const found = of === null ? await readPlatformActsBack(db, asked) : await readActsOfBack(db, of, asked);
  const shown = found.slice(0, limit);
  const names = await namesIn(context, shown, of);
  return {
    items: shown.map((act) => rowOf(act, names)),
    cursor: context.cursors.feedCursor(INSTALLATION, shown.at(-1)?.n ?? before, rights),
    more: found.length > limit,
  };
};

export const listOrganisationActs = async (
  context: Context,
  person: PersonId,
  organisation: OrganisationId,
  ask: ActsAsk = {},
): Promise<AuditPage> => {
  await demandOwn(context, person, organisation);
  return pageOf(context, organisation, person, ask);
};

/** Signed, so that anybody can tell later that it is unchanged. */
export const exportOrganisationActs = async (
  context: Context,
  person: PersonId,
  organisation: OrganisationId,
  format: BundleFormat,
): Promise<Exported> => {
  await demandOwn(context, person, organisation);
  const rows: AuditRow[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await pageOf(context, organisation, person, { cursor, limit: CHUNK });
    rows.push(...page.items);
    ({ cursor, more } = page);
  }
  return bundled(context, { format, rows: rows.reverse(), of: organisation, mark: "", now: context.now() });
};

/** For whoever administers or audits the installation: platform and accounts, and of the incidents only how many entries there are. */
export const listPlatformActs = async (
  context: Context,
  person: PersonId,
  ask: ActsAsk = {},
): Promise<AuditPage & { incidentEntries: number; checkpointAt: string }> => {
  const me = await loadMe(context.store.db, person);
  if (!me?.platformAdmin && !me?.platformAuditor) throw notFound();
  const page = await pageOf(context, null, person, ask);
  const checkpointAt = (await context.audit.sealed()).at;
  return { ...page, incidentEntries: await countIncidentEntries(context.store.db), checkpointAt };
};
