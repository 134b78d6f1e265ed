import type { IncidentState, Row } from "#domain/board";
import { deadlines } from "#domain/clocks";
import { statusAt } from "#domain/recovery";
import type { ShownStatus } from "#domain/words";

/** A part of the organisation's time in the incident, with the status it had. Milliseconds. */
export type HistoryStretch = { status: ShownStatus; from: number; to: number };

const MINUTE = 60_000;

/** Where the status may change: at each word, and when a word ran out. */
const cutsOf = (incident: Pick<IncidentState, "cadenceMin">, row: Row, now: number): number[] => {
  const entered = Math.min(now, Date.parse(row.enteredAt));
  const cadence = (row.cadenceMin ?? incident.cadenceMin) * MINUTE;
  const words = row.history.flatMap((stretch) => [
    Date.parse(stretch.from),
    Date.parse(stretch.heard) + 3 * cadence + 1,
  ]);
  const said = Date.parse(row.heardAt ?? row.enteredAt);
  const last = deadlines(said, row.nextDue, cadence).runsOutMs + 1;
  const cuts = [entered, ...words, last].filter((at) => at >= entered && at < now);
  return [...new Set(cuts)].sort((a, b) => a - b);
};

/** From entering until `now` (incident time), without gaps: time nobody spoke for is No report. */
export const historyStretches = (
  incident: Pick<IncidentState, "cadenceMin">,
  row: Row,
  now: number,
): HistoryStretch[] => {
  const stretches: HistoryStretch[] = [];
  for (const from of cutsOf(incident, row, now)) {
    const status = statusAt(incident, row, from);
    const last = stretches.at(-1);
    if (last?.status === status) continue;
    if (last !== undefined) last.to = from;
    stretches.push({ status, from, to: now });
  }
  return stretches;
};
