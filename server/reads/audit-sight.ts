import type { Actor } from "#domain/actor";
import type { AuditOrganisation, AuditRow } from "#domain/audit";
import type { Event } from "#domain/event";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { may } from "#domain/policy";
import { forbidden, notFound } from "#domain/refusal";
import { participantIn, type Roster } from "#domain/roster";
import { sees } from "#domain/visibility";
import type { Marking } from "#domain/words";
import { administeredIn, administratorOf, auditedIn } from "#server/access/administering";
import type { Context } from "#server/context";
import { rightsOf } from "#server/journal/cursor";
import { readEntriesOf } from "#server/journal/read";
import type { AuditedAct, AuditedLine } from "#server/journal/read-audit-rows";
import type { Room } from "#server/journal/room";
import type { Viewing } from "./viewing.ts";

/** Who reads the audit of an incident, and which of its rows are his. */
export type AuditSight = {
  room: Room;
  actor: Actor;
  /** Null for who looks after an organisation from outside and sees no line. */
  view: Pick<Viewing, "viewer" | "head"> | null;
  head: number;
  rights: string;
  /** The organisations to which his rows are confined; null for all. */
  confined: readonly OrganisationId[] | null;
};

const roleMay = (actor: Actor, organisation?: OrganisationId): boolean =>
  actor.role !== "org_admin" && may({ ...actor, administers: [] }, "audit.read", { organisation });

/** Throws `not-found` to who may not know of the incident, `forbidden` to who may not read its audit. */
export const auditSight = async (context: Context, person: PersonId, incident: IncidentId): Promise<AuditSight> => {
  const { db } = context.store;
  const room = await context.journal.room(incident);
  if (room === null) throw notFound();
  const here = participantIn(room.roster, person);
  const actor = here ?? (await administratorOf(db, room.roster, person));
  if (actor === null) throw notFound();
  const administers = await administeredIn(db, room.roster, person);
  const audits = here === null ? [] : await auditedIn(db, room.roster, person);
  const beside = [...administers, ...audits];
  const whole = { ...actor, administers, audits };
  if (!may(whole, "audit.read", { organisation: actor.organisation }) && beside.length === 0) throw forbidden();
  const head = room.place;
  const rights = here === null ? `${person}|${administers.join()}` : rightsOf(here, room.viewVersion(here));
  const view = here === null ? null : { viewer: here, head };
  if (roleMay(actor)) return { room, actor: whole, view, head, rights, confined: null };
  const own = roleMay(actor, actor.organisation) ? [actor.organisation] : [];
  return { room, actor: whole, view, head, rights, confined: [...new Set([...own, ...beside])] };
};

/** The organisation a line is about, as far as it is about one. */
const subjectOf = (event: Event): OrganisationId | null => {
  if (event.kind === "redacted" || !("organisation" in event)) return null;
  return typeof event.organisation === "string" ? event.organisation : event.organisation.id;
};

const organisationsOf = (act: AuditedAct, subject: OrganisationId | null = null): (OrganisationId | null)[] => [
  ...[act.actorOrganisation, act.onBehalf, act.scope, subject],
  act.objectType === "organisation" ? act.objectId : null,
];

/** May the reader see rows about this object, which has to do with these organisations? */
const concerns = ({ actor, confined }: AuditSight, organisations: readonly (OrganisationId | null)[]): boolean =>
  confined === null ||
  organisations.some((id) => id !== null && confined.includes(id) && may(actor, "audit.read", { organisation: id }));

const organisationIn = (roster: Roster, id: OrganisationId | null): AuditOrganisation | null => {
  const known = id === null ? undefined : roster.organisations.get(id);
  return known === undefined ? null : { id: known.id, name: known.name, code: known.code };
};

const personIn = (roster: Roster, id: PersonId | null, name?: string) => {
  const known = id === null ? undefined : (name ?? roster.people.get(id)?.name);
  return id === null || known === undefined ? null : { id, name: known };
};

/** Of a person or an organisation, as the line itself names it. */
const objectName = (roster: Roster, event: Event, id: string | null): string | null => {
  if (event.kind === "participant.joined") return event.person.name;
  if (event.kind === "organisation.entered") return event.organisation.name;
  if ("name" in event && typeof event.name === "string") return event.name;
  return organisationIn(roster, id)?.name ?? null;
};

type RowMore = Pick<AuditRow, "actor" | "marking"> & { name: string | null; subject?: OrganisationId | null };

const rowOf = (roster: Roster, act: AuditedAct, { actor, marking, name, subject }: RowMore): AuditRow => ({
  at: act.at,
  actor,
  organisation: organisationIn(roster, act.actorOrganisation),
  onBehalf: organisationIn(roster, act.onBehalf),
  about: organisationIn(roster, subject ?? act.scope),
  action: act.action,
  object: { type: act.objectType, id: act.objectId, name },
  outcome: act.outcome,
  reason: act.reason,
  marking,
});

/** What an administrator from outside may know: what became of his own people and organisations, not who else did it. */
const fromOutside = (sight: AuditSight, line: AuditedLine): AuditRow | null => {
  const { event } = line;
  const subject = subjectOf(event);
  const isAbout = line.objectType === "person" || line.objectType === "organisation";
  if (!isAbout || !concerns(sight, [subject])) return null;
  const { roster } = sight.room;
  const isOwn = concerns(sight, [line.actorOrganisation]);
  const by = event.kind !== "redacted" && isOwn ? event.by.name : undefined;
  const row = rowOf(roster, line, {
    actor: isOwn ? personIn(roster, line.actor, by) : null,
    marking: line.seen.marking,
    name: objectName(roster, event, line.objectId),
    subject,
  });
  return isOwn ? row : { ...row, organisation: null };
};

/** The row of a line; null when it is not the reader's. */
export const lineRow = (sight: AuditSight, line: AuditedLine): AuditRow | null => {
  const { view, room } = sight;
  if (view === null) return fromOutside(sight, line);
  const { event, seen } = line;
  if (line.n > view.head || !room.sees(view.viewer, { n: line.n, event, seen })) {
    return (sight.actor.administers ?? []).length === 0 ? null : fromOutside(sight, line);
  }
  if (!concerns(sight, organisationsOf(line, subjectOf(event)))) return null;
  const name = event.kind === "redacted" ? undefined : event.by.name;
  return rowOf(room.roster, line, {
    actor: personIn(room.roster, line.actor, name),
    marking: seen.marking,
    name: objectName(room.roster, event, line.objectId),
    subject: subjectOf(event),
  });
};

/** How many of the acts about an incident are the reader's: of each the marking of what it is about, or null. */
const markingsOf = async (
  context: Context,
  { room, actor, view }: AuditSight,
  acts: readonly AuditedAct[],
): Promise<(Marking | null)[]> => {
  const items = acts.filter(({ objectType }) => objectType === "event").flatMap(({ objectId }) => objectId ?? []);
  const entries = await readEntriesOf(context.store.db, room.incident, items);
  const shown = new Map<string, Marking>();
  for (const { event, seen, n } of entries) {
    if (view !== null && n <= view.head && sees(view.viewer, seen, room.roster.sharing))
      shown.set(event.id, seen.marking);
  }
  return acts.map((act) => {
    if (act.objectType === "event") return shown.get(act.objectId ?? "") ?? null;
    if (act.objectType === "invitation")
      return may(actor, "invitation.manage", { organisation: act.scope ?? "" }) ? "TLP:GREEN" : null;
    const knows = view !== null && act.action === "access.refused" && room.roster.people.has(act.actor ?? "");
    return knows ? "TLP:GREEN" : null;
  });
};

/** The rows of acts about an incident; null for each that is not the reader's. */
export const actRows = async (
  context: Context,
  sight: AuditSight,
  acts: readonly AuditedAct[],
): Promise<(AuditRow | null)[]> => {
  const { roster } = sight.room;
  const markings = await markingsOf(context, sight, acts);
  return acts.map((act, index) => {
    const marking = markings[index] ?? null;
    const actorOrganisation = act.actorOrganisation ?? roster.people.get(act.actor ?? "")?.organisation ?? null;
    if (marking === null || !concerns(sight, [...organisationsOf(act), actorOrganisation])) return null;
    // From outside nobody else's people are known.
    const isKnown = sight.view !== null || concerns(sight, [actorOrganisation]);
    const by = isKnown ? actorOrganisation : null;
    const actor = isKnown ? personIn(roster, act.actor) : null;
    return rowOf(roster, { ...act, actorOrganisation: by }, { actor, marking, name: null });
  });
};
