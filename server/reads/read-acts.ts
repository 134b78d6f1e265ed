import { and, eq, inArray } from "drizzle-orm";
import { memberships, organisations, people } from "#db/schema/tables";
import type { AuditPage, AuditRow, AuditState } from "#domain/audit";
import type { OrganisationId, PersonId } from "#domain/ids";
import { notFound } from "#domain/refusal";
import { loadMe, type Me } from "#server/access/me";
import { seesPlatform } from "#server/access/platform";
import type { BundleFormat } from "#server/audit/bundle";
import { INSTALLATION } from "#server/audit/entry";
import { installationHead } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import {
  type AuditedAct,
  type AuditFilter,
  countIncidentEntries,
  readActors,
  readActsOfBack,
  readPlatformActsBack,
} from "#server/journal/read-audit-rows";
import { running } from "#server/running";
import { bundled } from "./export-audit.ts";
import type { Exported } from "./read-export.ts";
import { orNull } from "./read-room.ts";

/** What was done outside the incidents: to accounts and members of one organisation, or on the whole platform. */

type ActsFilter = AuditFilter & {
  /** Only for the platform's: an organisation's are all about itself. */
  organisation?: OrganisationId | undefined;
};
export type ActsAsk = { cursor?: string | undefined; limit?: number | undefined; filter?: ActsFilter | undefined };

const LIMIT = 50;
const CHUNK = 1_000;

type Names = {
  people: ReadonlyMap<string, string>;
  organisations: ReadonlyMap<string, { name: string; code: string }>;
};

/** What is done to members names the person, like what is done to accounts. */
const OF_PEOPLE: ReadonlySet<string> = new Set(["person", "membership"]);

const idsIn = (acts: readonly AuditedAct[], pick: (act: AuditedAct) => (string | null)[]): string[] => [
  ...new Set(acts.flatMap(pick).filter((id) => id !== null)),
];

/** Names of those who are in these acts; of one organisation's acts, its members' only. */
const namesIn = async (
  { store: { db } }: Context,
  acts: readonly AuditedAct[],
  organisation: OrganisationId | null,
): Promise<Names> => {
  const named = idsIn(acts, ({ actor, objectType, objectId }) => [actor, OF_PEOPLE.has(objectType) ? objectId : null]);
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
    organisation === null
      ? idsIn(acts, ({ scope, actorOrganisation, objectId }) => [scope, actorOrganisation, objectId])
      : [organisation];
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
  const named = OF_PEOPLE.has(act.objectType) ? person(act.objectId) : organisation(act.objectId);
  return {
    at: act.at,
    actor: person(act.actor),
    organisation: organisation(act.actorOrganisation),
    onBehalf: null,
    about: organisation(act.scope),
    action: act.action,
    object: { type: act.objectType, id: act.objectId, name: named?.name ?? null },
    outcome: act.outcome,
    reason: act.reason,
    marking: "TLP:AMBER+STRICT",
  };
};

/** An organisation that the person administers or audits; to everybody else nothing is here. */
const demandOwn = async ({ store }: Context, person: PersonId, organisation: OrganisationId): Promise<void> => {
  const me = await loadMe(store.db, person);
  if (!me?.organisations.some(({ id, role }) => id === organisation && (role === "admin" || role === "auditor")))
    throw notFound();
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
  const asked = { before, limit: limit + 1, filter, organisation: filter.organisation };
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

const exported = async (
  context: Context,
  of: OrganisationId | null,
  person: PersonId,
  { format, filter }: { format: BundleFormat; filter?: ActsFilter | undefined },
): Promise<Exported> => {
  const rows: AuditRow[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await pageOf(context, of, person, { cursor, limit: CHUNK, filter });
    rows.push(...page.items);
    ({ cursor, more } = page);
  }
  return bundled(context, {
    ...{ format, rows: rows.reverse(), of: of ?? "installation", mark: "", now: context.now() },
  });
};

type ExportAsk = Parameters<typeof exported>[3];

/** Signed, so that anybody can tell later that it is unchanged. */
export const exportOrganisationActs = async (
  context: Context,
  person: PersonId,
  organisation: OrganisationId,
  ask: ExportAsk,
): Promise<Exported> => {
  await demandOwn(context, person, organisation);
  return exported(context, organisation, person, ask);
};

/** Who administers or audits the installation; to everybody else nothing is here. */
const demandSight = async ({ store }: Context, person: PersonId): Promise<void> => {
  if (!seesPlatform(await loadMe(store.db, person))) throw notFound();
};

export type PlatformActs = AuditPage & { incidentEntries: number; checkpointAt: string; state: AuditState["state"] };

/** Platform and accounts; of the incidents only how many entries there are, and whether all are as they were written. */
export const listPlatformActs = async (
  context: Context,
  person: PersonId,
  ask: ActsAsk = {},
): Promise<PlatformActs> => {
  await demandSight(context, person);
  const page = await pageOf(context, null, person, ask);
  const { state } = await context.audit.stateOf(INSTALLATION);
  const checkpointAt = (await context.audit.sealed()).at;
  return { ...page, incidentEntries: await countIncidentEntries(context.store.db), checkpointAt, state };
};

export const exportPlatformActs = async (context: Context, person: PersonId, ask: ExportAsk): Promise<Exported> => {
  await demandSight(context, person);
  return exported(context, null, person, ask);
};

/** Whom the rows can be filtered by. */
const actorsIn = async ({ store: { db } }: Context, of: OrganisationId | null) => {
  const { id, name } = people;
  const acted = inArray(id, await readActors(db, of));
  const members = (organisation: OrganisationId) =>
    db.select({ id: memberships.person }).from(memberships).where(eq(memberships.organisation, organisation));
  const shown = of === null ? acted : and(acted, inArray(id, members(of)));
  return db.select({ id, name }).from(people).where(shown).orderBy(name);
};

const platformScreen = async (context: Context, person: PersonId, ask: ActsAsk) => {
  const acts = await listPlatformActs(context, person, ask);
  const { id, name } = organisations;
  const known = eq(organisations.drill, false);
  return {
    acts,
    now: context.now().getTime(),
    people: await actorsIn(context, null),
    organisations: await context.store.db.select({ id, name }).from(organisations).where(known).orderBy(name),
  };
};

/** For the page of the installation's audit; null for who may not read it. */
export const readPlatformScreen = (me: Me, ask: ActsAsk) => orNull(platformScreen(running(), me.person.id, ask));

const organisationScreen = async (context: Context, me: Me, organisation: OrganisationId, ask: ActsAsk) => {
  const acts = await listOrganisationActs(context, me.person.id, organisation, ask);
  const own = me.organisations.find(({ id }) => id === organisation);
  return { acts, own, now: context.now().getTime(), people: await actorsIn(context, organisation) };
};

/** For the page of an organisation's audit; null for who neither administers nor audits it. */
export const readOrganisationScreen = (me: Me, organisation: OrganisationId, ask: ActsAsk) =>
  orNull(organisationScreen(running(), me, organisation, ask));
