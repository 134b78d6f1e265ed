import type { Database } from "#db/open";
import type { Actor } from "#domain/actor";
import type { CommandKind, CommandOf } from "#domain/command";
import type { Audience } from "#domain/fields";
import type { EventId, OrganisationId } from "#domain/ids";
import { type Action, may, type Target } from "#domain/policy";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import type { Entry, Roster, RosterOrganisation } from "#domain/roster";
import { sees, standsOn, type Visibility } from "#domain/visibility";
import type { Decided, Transaction } from "#server/journal/draft";
import { readEntry } from "#server/journal/read";

/** What a command's own function has at hand. Everything in it is as of the place where the line will stand. */
export type Deciding = {
  db: Database | Transaction;
  incident: string;
  roster: Roster;
  actor: Actor;
  at: Date;
};

export type Handler<K extends CommandKind> = (command: CommandOf<K>, deciding: Deciding) => Decided | Promise<Decided>;

/** Throws `forbidden` unless the policy allows the action. */
export const demand = ({ actor }: Deciding, action: Action, target: Target = {}): void => {
  if (!may(actor, action, target)) throw forbidden();
};

/** An organisation that takes part here; what is unknown here is not found. */
export const organisationIn = ({ roster }: Deciding, id: OrganisationId): RosterOrganisation => {
  const organisation = roster.organisations.get(id);
  if (organisation === undefined) throw notFound();
  if (organisation.participation === "left") throw new Refusal("conflict", "This organisation has left the incident.");
  return organisation;
};

/** People and organisations that a command names must be here; anybody else cannot be told from nobody. */
export const demandHere = ({ roster }: Deciding, named: Audience = {}): void => {
  const { people = [], organisations = [] } = named;
  if (people.every((id) => roster.people.has(id)) && organisations.every((id) => roster.organisations.has(id))) return;
  throw notFound();
};

/** An event of this incident that the actor may see; anything else is not found. */
export const visibleEntry = async ({ db, incident, roster, actor }: Deciding, id: EventId): Promise<Entry> => {
  const entry = await readEntry(db, incident, id);
  if (entry === null || !isShown({ actor, roster }, entry)) throw notFound();
  return entry;
};

/** Only a role in the incident shows anything; an administrator from outside sees no line. */
const isShown = ({ actor, roster }: Pick<Deciding, "actor" | "roster">, { seen }: Entry): boolean => {
  const { role } = actor;
  return role !== "org_admin" && sees({ ...actor, role }, seen, roster.sharing);
};

/**
 * An item that the actor may see, or one of an organisation that he administers, named by its id without being shown.
 * Anything else is not found.
 */
export const namedEntry = async (deciding: Deciding, id: EventId): Promise<{ entry: Entry; isShown: boolean }> => {
  const entry = await readEntry(deciding.db, deciding.incident, id);
  if (entry === null) throw notFound();
  if (isShown(deciding, entry)) return { entry, isShown: true };
  const { event, seen } = entry;
  const isItem = event.kind === "update.posted" || event.kind === "comment.posted";
  const organisation = event.kind === "comment.posted" ? event.by.organisation : (seen.origin ?? "");
  if (!isItem || !deciding.actor.administers?.includes(organisation)) throw notFound();
  return { entry, isShown: false };
};

/** What everybody in the incident may know: who takes part, its severity, its phase. */
export const seenByAll = ({ actor }: Deciding): Visibility => ({
  marking: "TLP:GREEN",
  origin: actor.organisation,
  author: actor.person,
});

/** Stands on another event and has that one's readers. */
export const seenLike = ({ actor }: Deciding, entry: Entry): Visibility =>
  standsOn(entry.seen, entry.event.id, actor.person);
