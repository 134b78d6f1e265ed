import { and, eq } from "drizzle-orm";
import { organisations, participants } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { OrganisationFacts } from "#domain/event";
import { raises } from "#domain/marking";
import { notFound, Refusal } from "#domain/refusal";
import { SIZES, tooLarge } from "#server/access/limits";
import type { Transaction } from "#server/journal/draft";
import { type Deciding, demand, type Handler, organisationIn, seenByAll } from "./deciding.ts";

export const enterOrganisation: Handler<"organisation.enter"> = async ({ organisation: id, part }, deciding) => {
  demand(deciding, "organisation.enter-leave");
  const here = deciding.roster.organisations.get(id);
  if (here !== undefined && here.participation !== "left") {
    throw new Refusal("conflict", "This organisation is already in the incident.");
  }
  const row = (await deciding.db.select().from(organisations).where(eq(organisations.id, id)))[0];
  if (row === undefined) throw notFound();
  if (here === undefined && deciding.roster.organisations.size >= SIZES.organisationsPerIncident) {
    throw tooLarge("organisationsPerIncident", "This incident has as many organisations as it can hold.");
  }
  const organisation: OrganisationFacts = {
    id,
    name: row.name,
    code: row.code,
    sector: row.sector,
    part: part ?? "affected",
    ...(row.timeZone === null ? {} : { timeZone: row.timeZone }),
  };
  return {
    kind: "organisation.entered",
    by: byOf(deciding.actor),
    body: { organisation },
    seen: seenByAll(deciding),
    effect: (tx) => listAgain(tx, deciding, id),
  };
};

/** Whoever was here for the organisation before it left finds the incident in the own list again. */
const listAgain = async (tx: Transaction, { incident, roster }: Deciding, organisation: string): Promise<void> => {
  const back = [...roster.people.values()].filter((person) => person.organisation === organisation);
  if (back.length === 0) return;
  const rows = back.map(({ person, role }) => ({ incident, person, organisation, role }));
  await tx.insert(participants).values(rows).onConflictDoNothing();
};

export const answerOrganisation: Handler<"organisation.answer"> = ({ organisation, state, text }, deciding) => {
  organisationIn(deciding, organisation);
  demand(deciding, "organisation.answer", { organisation });
  return {
    kind: "organisation.answered",
    by: byOf(deciding.actor),
    body: { organisation, state, ...(text === undefined ? {} : { text }) },
    seen: seenByAll(deciding),
  };
};

export const leaveOrganisation: Handler<"organisation.leave"> = ({ organisation, reason }, deciding) => {
  organisationIn(deciding, organisation);
  demand(deciding, "organisation.enter-leave", { organisation });
  const commander = deciding.roster.people.get(deciding.roster.commander);
  if (commander?.organisation === organisation) {
    throw new Refusal("conflict", "The commander's organisation cannot leave: hand over command first.");
  }
  return {
    kind: "organisation.left",
    by: byOf(deciding.actor),
    body: { organisation, ...(reason === undefined ? {} : { reason }) },
    seen: seenByAll(deciding),
    effect: async (tx) => {
      const here = and(eq(participants.incident, deciding.incident), eq(participants.organisation, organisation));
      await tx.delete(participants).where(here);
    },
  };
};

export const setCadence: Handler<"organisation.set-cadence"> = ({ organisation, cadenceMin }, deciding) => {
  organisationIn(deciding, organisation);
  demand(deciding, "organisation.set-cadence", { organisation });
  return {
    kind: "organisation.cadence-set",
    by: byOf(deciding.actor),
    body: { organisation, cadenceMin },
    seen: seenByAll(deciding),
  };
};

/** An organisation may be stricter with its own items than the incident is, never laxer. */
export const setDefaultMarking: Handler<"organisation.set-default-marking"> = ({ organisation, marking }, deciding) => {
  organisationIn(deciding, organisation);
  demand(deciding, "organisation.set-default-marking", { organisation });
  if (marking !== null && raises(marking, deciding.roster.defaultMarking)) {
    const laxest = deciding.roster.defaultMarking;
    throw new Refusal("invalid", `The default cannot be laxer than the incident's (${laxest}).`, { field: "marking" });
  }
  return {
    kind: "organisation.default-marking-set",
    by: byOf(deciding.actor),
    body: { organisation, to: marking },
    seen: seenByAll(deciding),
  };
};
