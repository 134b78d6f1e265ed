import { v5 as uuidv5 } from "uuid";
import * as z from "zod/mini";
import type { CommandInputOf } from "#domain/command";
import * as f from "#domain/fields";
import type { IncidentId, OrganisationId } from "#domain/ids";
import { DRILL_TEMPLATE } from "#domain/templates";
import { CONFIDENCES, PARTS, PRECISIONS, STATUSES } from "#domain/words";
import data from "./scenario/2024-07-19.json" with { type: "json" };

/** The outage of 19 July 2024, reconstructed from public reports: see `scenario/README.md`. */

const schema = z.strictObject({
  organisations: z.array(
    z.strictObject({
      key: z.string(),
      code: f.code,
      name: f.name,
      sector: f.sectorKey,
      timeZone: z.string(),
      part: z.enum(PARTS),
      /** False for those that never reported a status: no word is expected of them. */
      reports: z.optional(z.boolean()),
    }),
  ),
  sources: z.record(
    z.string(),
    z.strictObject({ title: z.string(), publisher: z.nullable(z.string()), url: z.optional(z.string()) }),
  ),
  events: z.array(
    z.strictObject({
      key: z.string(),
      /** When the drill posts it, in the drill's time. */
      plays: f.time,
      at: f.time,
      precision: z.enum(PRECISIONS),
      organisation: z.string(),
      kind: z.string(),
      text: f.updateText,
      source: z.string(),
      confidence: z.enum(CONFIDENCES),
      status: z.optional(z.enum(STATUSES)),
      figures: z.optional(z.array(f.figure)),
      wording: z.optional(z.string()),
      note: z.optional(z.string()),
    }),
  ),
});

export type ScenarioEvent = z.output<typeof schema>["events"][number];

export const SCENARIO = schema.parse(data);

export const SCENARIO_TITLE = "Channel File 291 outage";
/** The template by which a drill is known to play this scenario. */
export const SCENARIO_TEMPLATE = DRILL_TEMPLATE;
/** The faulty update was published: the drill counts from here. */
export const SCENARIO_BEGINS = "2024-07-19T04:09:00.000Z";
/** What had happened by now is on the board from the first moment. */
export const SCENARIO_OPENS = "2024-07-19T07:00:00.000Z";
/** Half a minute a second: for the first twenty minutes something happens every fifteen seconds at least. */
export const SCENARIO_SPEED = 30;
/** Public reports came every few hours at best: silence is due, overdue and expired within one session of twenty minutes. */
export const SCENARIO_CADENCE_MIN = 240;

/** The same part of the script in the same drill always has the same id, so that playing it twice changes nothing. */
export const commandIdOf = (incident: IncidentId, key: string): string => uuidv5(key, incident);

/** Milestones are pinned by exercise control. */
export const isMilestone = (event: ScenarioEvent): boolean => event.kind === "milestone";
export const pinIdOf = (incident: IncidentId, event: ScenarioEvent): string =>
  commandIdOf(incident, `pin ${event.key}`);

/** An event as its organisation's update, with its source. */
export const updateOf = (
  event: ScenarioEvent,
  incident: IncidentId,
  organisation: OrganisationId,
): CommandInputOf<"update.post"> => {
  const source = SCENARIO.sources[event.source];
  const title = [source?.publisher, source?.title ?? event.source].filter(Boolean).join(": ");
  return {
    id: commandIdOf(incident, event.key),
    kind: "update.post",
    organisation,
    text: event.text,
    // A report known only to the day may play earlier than its place in the order: it is never ahead of the clock.
    asOf: event.precision === "day" && event.plays < event.at ? event.plays : event.at,
    asOfPrecision: event.precision,
    source: "public-report",
    confidence: event.confidence,
    marking: "TLP:CLEAR",
    reference: {
      title: title.slice(0, 200),
      ...(source?.url === undefined ? {} : { url: source.url }),
      ...(event.wording === undefined ? {} : { wording: event.wording }),
    },
    ...(event.status === undefined ? {} : { status: event.status }),
    ...(event.figures === undefined ? {} : { figures: event.figures }),
  };
};
