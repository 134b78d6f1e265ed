import { v7 as uuidv7 } from "uuid";
import { drillTime, toIso } from "#domain/clocks";
import type { DrillClock } from "#domain/event";
import type { Context } from "#server/context";
import type { Kept } from "#server/journal/draft";
import { SCENARIO, type ScenarioEvent, updateOf } from "./scenario.ts";
import { perform, type Stage, turnClock } from "./stage.ts";

/** More than this behind the clock (seconds of the wall clock), an event is posted at its own time. */
const LATE_S = 3;

const codes = new Map(SCENARIO.organisations.map(({ key, code }) => [key, code]));

const post = (context: Context, stage: Stage, event: ScenarioEvent): Promise<Kept> => {
  const code = codes.get(event.organisation) ?? "";
  const command = updateOf(event, stage.incident, stage.organisations.get(code) ?? "");
  return perform(context, stage, { code, role: "liaison", command });
};

const isLate = (event: ScenarioEvent, clock: DrillClock, shown: number): boolean =>
  shown - Date.parse(event.plays) > LATE_S * 1000 * clock.speed;

/**
 * Posts events in their order. After a jump, or when the board opens, the clock is set to the time of each event and
 * then back, so that every age and the recovery curve are as if the drill had run through. All of it is proposed in one
 * go: it becomes neighbouring lines, and whoever watches gets it as one slice.
 */
export const postEvents = async (
  context: Context,
  stage: Stage,
  clock: DrillClock,
  events: readonly ScenarioEvent[],
): Promise<PromiseSettledResult<Kept>[]> => {
  const now = context.now();
  const shown = drillTime(clock, now.getTime());
  const since = now.toISOString();
  const turns: Promise<Kept>[] = [];
  let held = clock;
  const turnTo = (to: DrillClock): void => {
    turns.push(turnClock(context, stage, { command: uuidv7(), from: held, to }));
    held = to;
  };
  const late = events.filter((event) => isLate(event, clock, shown));
  const posts = late.map((event) => {
    if (held.at !== event.plays) turnTo({ ...clock, at: event.plays, since, paused: true });
    return post(context, stage, event);
  });
  if (held !== clock) turnTo({ ...clock, at: toIso(shown), since });
  posts.push(...events.slice(late.length).map((event) => post(context, stage, event)));
  const results = await Promise.allSettled(posts);
  await Promise.allSettled(turns);
  return results;
};
