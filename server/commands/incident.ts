import { eq } from "drizzle-orm";
import { incidents } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import { drillTime, toIso } from "#domain/clocks";
import type { DrillClock } from "#domain/event";
import { forbidden, Refusal } from "#domain/refusal";
import type { Transaction } from "#server/journal/draft";
import { dropSnapshots } from "#server/journal/snapshot";
import { demand, type Handler, seenByAll } from "./deciding.ts";

/** Lists show a copy of what the log says; it changes in the same transaction. */
const copy =
  (incident: string, change: Partial<{ severity: number; phase: string }>) =>
  async (tx: Transaction): Promise<void> => {
    await tx.update(incidents).set(change).where(eq(incidents.id, incident));
  };

export const setSeverity: Handler<"incident.set-severity"> = (command, deciding) => {
  demand(deciding, "decision.record");
  const { severity, reason } = command;
  return {
    kind: "incident.severity-set",
    by: byOf(deciding.actor),
    body: { severity, was: deciding.roster.severity, reason },
    seen: seenByAll(deciding),
    effect: copy(deciding.incident, { severity }),
  };
};

export const setPhase: Handler<"incident.set-phase"> = (command, deciding) => {
  demand(deciding, "decision.record");
  const { phase, reason } = command;
  if (deciding.roster.closed && phase !== "in-review") {
    throw new Refusal("closed", "A closed incident can only go into review. Reopen it to work on.");
  }
  return {
    kind: "incident.phase-set",
    by: byOf(deciding.actor),
    body: { phase, was: deciding.roster.phase, reason },
    seen: seenByAll(deciding),
    effect: copy(deciding.incident, { phase }),
  };
};

export const setSharing: Handler<"incident.set-sharing"> = ({ amberToObservers, amberToCommunications }, deciding) => {
  demand(deciding, "incident.set-sharing");
  return {
    kind: "incident.sharing-set",
    by: byOf(deciding.actor),
    body: { amberToObservers, amberToCommunications },
    seen: seenByAll(deciding),
    effect: async (tx) => {
      await dropSnapshots(tx, deciding.incident);
    },
  };
};

export const closeIncident: Handler<"incident.close"> = ({ resolution }, deciding) => {
  demand(deciding, "incident.close");
  return {
    kind: "incident.closed",
    by: byOf(deciding.actor),
    body: { resolution },
    seen: seenByAll(deciding),
    effect: copy(deciding.incident, { phase: "closed" }),
  };
};

export const reopenIncident: Handler<"incident.reopen"> = ({ reason }, deciding) => {
  demand(deciding, "incident.reopen");
  if (!deciding.roster.closed) throw new Refusal("conflict", "The incident is not closed.");
  return {
    kind: "incident.reopened",
    by: byOf(deciding.actor),
    body: { reason },
    seen: seenByAll(deciding),
    effect: copy(deciding.incident, { phase: "responding" }),
  };
};

/** The commander of a drill sets how fast its clock runs, stops it, or moves it forward. */
export const paceDrill: Handler<"drill.pace"> = ({ speed, paused, jumpTo }, deciding) => {
  const clock = deciding.roster.clock;
  if (deciding.roster.mode !== "drill" || clock === null) throw forbidden("Only a drill has a clock that can be set.");
  demand(deciding, "drill.pace");
  const shown = drillTime(clock, deciding.at.getTime());
  const target = jumpTo === undefined ? shown : Date.parse(jumpTo);
  if (target < shown)
    throw new Refusal("invalid", "A drill's clock cannot go back: start the drill anew.", { field: "jumpTo" });
  const next: DrillClock = {
    at: toIso(target),
    since: deciding.at.toISOString(),
    speed: speed ?? clock.speed,
    paused: paused ?? clock.paused,
  };
  return { kind: "drill.paced", by: byOf(deciding.actor), body: { clock: next }, seen: seenByAll(deciding) };
};
