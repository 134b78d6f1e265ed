import { v7 as uuidv7 } from "uuid";
import type { OrganisationFacts } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { claimFact, readFact } from "#server/access/installation";
import { declared } from "#server/commands/declare";
import type { Context } from "#server/context";
import { CONTROL_CODE, commanderPerson, organisationIds } from "./cast.ts";
import { SCENARIO, SCENARIO_BEGINS, SCENARIO_CADENCE_MIN, SCENARIO_SPEED, SCENARIO_TITLE } from "./scenario.ts";

/** Declares the drill of 19 July 2024 once for this installation; returns its incident. */
export const startDrill = async (context: Context): Promise<IncidentId> => {
  const { db } = context.store;
  const running = await readFact(db, "drill");
  if (running !== null) return running;
  const ids = await organisationIds(db);
  const commander = await commanderPerson(db);
  const control = ids.get(CONTROL_CODE) ?? "";
  const organisations = SCENARIO.organisations.map(({ key: _key, reports, ...facts }): OrganisationFacts => {
    const id = ids.get(facts.code) ?? "";
    return { ...facts, id, ...(reports === false ? { cadenceMin: null } : {}) };
  });
  const incident: IncidentId = uuidv7();
  await context.journal.begin(incident, {
    person: commander,
    command: uuidv7(),
    alone: true,
    decide: (_view, at) =>
      declared({
        incident: {
          id: incident,
          title: SCENARIO_TITLE,
          severity: 1,
          mode: "drill",
          cadenceMin: SCENARIO_CADENCE_MIN,
          restricted: false,
          defaultMarking: "TLP:AMBER",
        },
        declarer: { person: commander, name: "Commander's seat", organisation: control },
        organisations: [
          {
            id: control,
            code: CONTROL_CODE,
            name: "Exercise control",
            sector: "other",
            part: "coordinator",
            cadenceMin: null,
          },
          ...organisations,
        ],
        // It stands still until the player has posted what had happened before the board opens.
        clock: { at: SCENARIO_BEGINS, since: at.toISOString(), speed: SCENARIO_SPEED, paused: true },
        at,
      }),
  });
  await claimFact(db, "drill", incident);
  return incident;
};
