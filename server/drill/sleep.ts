import { drillTime, toIso } from "#domain/clocks";
import type { DrillClock, EventOf } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { readEntriesBack } from "#server/journal/read";
import { commandIdOf } from "./scenario.ts";
import { openStage, type Stage, turnClock } from "./stage.ts";

/**
 * A drill that nobody watches sleeps: its clock stands until somebody comes. The log alone says so, by the id under
 * which exercise control stopped the clock; a pause by the commander has another one and stays.
 */
const sleepIdOf = (incident: IncidentId, clock: DrillClock): string =>
  commandIdOf(incident, `sleep ${clock.at} ${clock.since}`);

export const isAsleep = (incident: IncidentId, last: EventOf<"drill.paced"> | null): boolean =>
  last?.clock.paused === true && last.command === sleepIdOf(incident, last.clock);

/** The newest line that set the clock; null while it is as it was declared. */
export const readLastTurn = async (
  { store }: Context,
  incident: IncidentId,
): Promise<EventOf<"drill.paced"> | null> => {
  const [entry] = await readEntriesBack(store.db, incident, Number.MAX_SAFE_INTEGER, 1, ["drill.paced"]);
  return entry?.event.kind === "drill.paced" ? entry.event : null;
};

/** The same clock, set anew at this moment. */
export const stoppedAt = (clock: DrillClock, now: Date): DrillClock => ({
  ...clock,
  at: toIso(drillTime(clock, now.getTime())),
  since: now.toISOString(),
  paused: true,
});

export const fallAsleep = async (context: Context, stage: Stage, clock: DrillClock): Promise<void> => {
  const to = stoppedAt(clock, context.now());
  await turnClock(context, stage, { command: sleepIdOf(stage.incident, to), from: clock, to });
};

/** Lets a sleeping drill go on; one that somebody has stopped stays as it is. */
export const wakeDrill = async (context: Context, incident: IncidentId): Promise<void> => {
  const last = await readLastTurn(context, incident);
  if (last === null || !isAsleep(incident, last)) return;
  const to = { ...last.clock, since: context.now().toISOString(), paused: false };
  const command = commandIdOf(incident, `wake ${last.id}`);
  try {
    await turnClock(context, await openStage(context, incident), { command, from: last.clock, to });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
};
