import type { Actor } from "#domain/actor";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { may } from "#domain/policy";
import { forbidden, notFound } from "#domain/refusal";
import { participantIn } from "#domain/roster";
import { ROLES, type Role } from "#domain/words";
import type { Context } from "#server/context";
import { administeredIn, administratorOf } from "./administering.ts";

/** Whoever is in the incident, or administers an organisation in it, with both rights. */
export const roomFor = async (context: Context, person: PersonId, incident: IncidentId) => {
  const { db } = context.store;
  const room = await context.journal.room(incident);
  const here = room && participantIn(room.roster, person);
  if (room && here) return { room, actor: { ...here, administers: await administeredIn(db, room.roster, person) } };
  const actor = room && (await administratorOf(db, room.roster, person));
  if (!room || !actor) throw notFound();
  return { room, actor };
};

/** An administrator of the organisation brings in whom its liaison could. */
const rankFor = (actor: Actor, organisation: OrganisationId): Role => {
  const role = actor.role === "org_admin" ? "guest" : actor.role;
  const administers = actor.administers?.includes(organisation) ?? false;
  return administers && ROLES.indexOf(role) > ROLES.indexOf("liaison") ? "liaison" : role;
};

/** Never to a role above the own one; guests only by commander or deputy, who see the whole. */
export const demandInvite = (actor: Actor, organisation: OrganisationId, role: Role): void => {
  const own = rankFor(actor, organisation);
  const below = ROLES.indexOf(role) > ROLES.indexOf(own) || (role === own && role === "liaison");
  if (!may(actor, "invitation.manage", { organisation, role })) throw forbidden();
  if (role === "commander" || !below) throw forbidden("You can invite only to roles up to your own.");
  if (role === "guest" && own === "liaison") throw forbidden("Guests are invited by the commander or a deputy.");
  if (role === "auditor" && own !== "commander") throw forbidden("Auditors are invited by the commander.");
};

/** What the audit says of an invitation: which one, into which incident, for whom. */
export const objectOf = (id: string, incident: IncidentId, organisation: OrganisationId) => ({
  object: { type: "invitation", id },
  incident,
  organisation,
});
export const actingFor = ({ organisation }: Actor) => ({ actorOrganisation: organisation });
