import { v7 as uuidv7 } from "uuid";
import type { IncidentFacts } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import { claimFact, readFact } from "#server/access/installation";
import { declared } from "#server/commands/declare";
import type { Context } from "#server/context";
import { COMMANDER_SEAT, CONTROL, castFacts, clockBeforeOpening, commanderPerson, organisationIds } from "./cast.ts";
import { SCENARIO_CADENCE_MIN, SCENARIO_TEMPLATE, SCENARIO_TITLE } from "./scenario.ts";

const factsOf = (id: IncidentId): IncidentFacts => ({
  id,
  title: SCENARIO_TITLE,
  severity: 1,
  mode: "drill",
  cadenceMin: SCENARIO_CADENCE_MIN,
  restricted: false,
  defaultMarking: "TLP:AMBER",
  template: SCENARIO_TEMPLATE,
});

/** Declares the drill of 19 July 2024 once for this installation; returns its incident. */
export const startDrill = async (context: Context): Promise<IncidentId> => {
  const { db } = context.store;
  const running = await readFact(db, "drill");
  if (running !== null) return running;
  const ids = await organisationIds(db);
  const person = await commanderPerson(db);
  const incident: IncidentId = uuidv7();
  try {
    await context.journal.begin(incident, {
      person,
      command: uuidv7(),
      alone: true,
      decide: (_view, at) => {
        const declaration = declared({
          incident: factsOf(incident),
          declarer: { person, name: COMMANDER_SEAT, organisation: ids.get(CONTROL.code) ?? "" },
          organisations: castFacts(ids),
          clock: clockBeforeOpening(at),
          at,
        });
        return {
          ...declaration,
          before: async (tx) => {
            if (!(await claimFact(tx, "drill", incident)))
              throw new Refusal("conflict", "The drill is running already.");
            await declaration.before?.(tx);
          },
        };
      },
    });
    return incident;
  } catch (error) {
    const other = error instanceof Refusal ? await readFact(db, "drill") : null;
    if (other === null) throw error;
    return other;
  }
};
