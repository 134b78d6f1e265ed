import { and, eq } from "drizzle-orm";
import { memberships, participants } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { OrganisationId, PersonId } from "#domain/ids";
import { may } from "#domain/policy";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import type { Participant, Roster } from "#domain/roster";
import type { Role } from "#domain/words";
import { type Deciding, demand, type Handler, organisationIn, seenByAll } from "./deciding.ts";

const personIn = ({ roster }: Deciding, id: PersonId): Participant => {
  const person = roster.people.get(id);
  if (person === undefined) throw notFound();
  return person;
};

const rowOf = (incident: string, person: PersonId) =>
  and(eq(participants.incident, incident), eq(participants.person, person));

const DEPUTIES_MAX = 3;

/**
 * A person speaks for another organisation only when he belongs to it. Whom nobody has vouched for is merely put where
 * his invitation should have led: he sees what a guest sees there too, until somebody vouches.
 */
const demandMember = async (
  { db }: Deciding,
  { person, standing }: Participant,
  organisation: OrganisationId,
): Promise<void> => {
  if (standing === "provisional") return;
  const rows = await db
    .select({ person: memberships.person })
    .from(memberships)
    .where(and(eq(memberships.person, person), eq(memberships.organisation, organisation)));
  if (rows.length === 0) throw forbidden("A person speaks only for an organisation he belongs to.");
};

/** At most three people stand ready to take command. */
export const demandDeputyPlace = (roster: Roster, role: Role): void => {
  if (role !== "deputy") return;
  const deputies = [...roster.people.values()].filter((person) => person.role === "deputy");
  if (deputies.length >= DEPUTIES_MAX) throw new Refusal("conflict", "There are three deputies already.");
};

/** Command passes only by hand-over or take-over; nobody changes his own role. */
export const setRole: Handler<"participant.set-role"> = async (command, deciding) => {
  const person = personIn(deciding, command.person);
  const role = command.role ?? person.role;
  const organisation = command.organisation ?? person.organisation;
  organisationIn(deciding, organisation);
  if (person.person === deciding.actor.person) throw forbidden("Nobody changes the own role.");
  if (person.role === "commander" || role === "commander")
    throw forbidden("Command passes only by hand-over or take-over.");
  demand(deciding, "role.give", { role, person: person.person });
  if (!mayTake(deciding, person)) throw forbidden();
  if (role === person.role && organisation === person.organisation)
    throw new Refusal("conflict", "That is so already.");
  if (person.role !== "deputy") demandDeputyPlace(deciding.roster, role);
  if (organisation !== person.organisation) await demandMember(deciding, person, organisation);
  return {
    kind: "participant.role-set",
    by: byOf(deciding.actor),
    body: { person: person.person, name: person.name, role, organisation },
    seen: seenByAll(deciding),
    effect: async (tx) => {
      await tx.update(participants).set({ role, organisation }).where(rowOf(deciding.incident, person.person));
    },
  };
};

/** Who may give a role may take it away: the role the person has now must be one that the actor could give. */
const mayTake = ({ actor }: Deciding, person: Participant): boolean =>
  may(actor, "role.give", { role: person.role, person: person.person });

export const removeParticipant: Handler<"participant.remove"> = (command, deciding) => {
  const person = personIn(deciding, command.person);
  const { organisation, name } = person;
  if (person.role === "commander") throw forbidden("The commander cannot be removed: command passes first.");
  demand(deciding, "person.remove", { organisation, person: person.person, commander: deciding.roster.commander });
  return {
    kind: "participant.removed",
    by: byOf(deciding.actor),
    body: {
      person: person.person,
      name,
      organisation,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    },
    seen: seenByAll(deciding),
    effect: async (tx) => {
      await tx.delete(participants).where(rowOf(deciding.incident, person.person));
    },
  };
};

export const vouchParticipant: Handler<"participant.vouch"> = (command, deciding) => {
  const person = personIn(deciding, command.person);
  if (person.person === deciding.actor.person) throw forbidden("Nobody vouches for himself.");
  demand(deciding, "participant.vouch", { organisation: person.organisation });
  if (person.standing === "vouched") throw new Refusal("conflict", "Somebody has vouched for this person already.");
  return {
    kind: "participant.vouched",
    by: byOf(deciding.actor),
    body: { person: person.person, name: person.name, organisation: person.organisation },
    seen: seenByAll(deciding),
  };
};
