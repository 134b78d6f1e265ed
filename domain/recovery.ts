import type { Board, IncidentState, Row } from "./board.ts";
import { cadenceOf, deadlines, rowState } from "./clocks.ts";
import { isCounted } from "./totals.ts";
import type { ShownStatus } from "./words.ts";

/**
 * How the incident recovers: the share of organisations that are operating, over time.
 * Read from what each said and when; silence is never read as health.
 */
export type RecoveryPoint = {
  /** Incident time in milliseconds; the values hold from here to the next point. */
  at: number;
  total: number;
  /** Organisations whose word had not run out. */
  heard: number;
  operating: number;
  recovering: number;
};

const MIN = 60_000;
const HOUR = 60 * MIN;

/** When the word of the stretch ran out, in milliseconds; null when it never does. */
const ranOutAt = (incident: Pick<IncidentState, "cadenceMin">, row: Row, index: number): number | null => {
  const cadenceMin = cadenceOf(incident, row);
  const stretch = row.history[index];
  if (cadenceMin === null || stretch === undefined) return null;
  const isLast = index === row.history.length - 1;
  const said = Date.parse(isLast ? (row.heardAt ?? stretch.heard) : stretch.heard);
  return deadlines(said, isLast ? row.nextDue : null, cadenceMin * MIN).runsOutMs;
};

/** What the organisation's history says of the time `at` (milliseconds): No report before its first word. */
export const statusAt = (incident: Pick<IncidentState, "cadenceMin">, row: Row, at: number): ShownStatus => {
  const index = row.history.findLastIndex((stretch) => Date.parse(stretch.from) <= at);
  const stretch = row.history[index];
  if (stretch === undefined) return "no_report";
  const end = ranOutAt(incident, row, index);
  return end !== null && at > end ? "no_report" : stretch.status;
};

const countedRows = (board: Board, now: number): Row[] =>
  Object.values(board.organisations).filter((row) => isCounted(rowState(board.incident, row, now)));

type Change = { at: number; from: ShownStatus | null; to: ShownStatus };

/** The row's way through the statuses, by its words and by silence; it enters as No report. */
const changesOf = (incident: Pick<IncidentState, "cadenceMin">, row: Row): Change[] => {
  const entered = Date.parse(row.enteredAt);
  const changes: Change[] = [{ at: entered, from: null, to: "no_report" }];
  let current: ShownStatus = "no_report";
  const turn = (at: number, to: ShownStatus): void => {
    if (to !== current) changes.push({ at: Math.max(entered, at), from: current, to });
    current = to;
  };
  row.history.forEach((stretch, index) => {
    turn(Date.parse(stretch.from), stretch.status);
    const end = ranOutAt(incident, row, index);
    const next = row.history[index + 1];
    // One millisecond after its end the word has run out.
    if (end !== null && (next === undefined || end < Date.parse(next.from))) turn(end + 1, "no_report");
  });
  return changes;
};

const emptyPoint = (at: number): RecoveryPoint => ({ at, total: 0, heard: 0, operating: 0, recovering: 0 });

const count = (point: RecoveryPoint, status: ShownStatus, by: number): void => {
  point.heard += status === "no_report" ? 0 : by;
  point.operating += status === "operating" ? by : 0;
  point.recovering += status === "recovering" ? by : 0;
};

const same = (a: RecoveryPoint, b: RecoveryPoint): boolean =>
  a.total === b.total && a.heard === b.heard && a.operating === b.operating && a.recovering === b.recovering;

const lastPoint = (board: Board, rows: readonly Row[], now: number): RecoveryPoint => {
  const point = emptyPoint(now);
  for (const row of rows) {
    point.total += 1;
    count(point, rowState(board.incident, row, now).status, 1);
  }
  return point;
};

/**
 * The curve from `from` to `now` (incident time, milliseconds) as steps, oldest first.
 * Its last point is what the totals of the board say at `now`.
 */
export const recoveryOf = (board: Board, from: number, now: number): RecoveryPoint[] => {
  const rows = countedRows(board, now);
  const changes = rows.flatMap((row) => changesOf(board.incident, row)).sort((a, b) => a.at - b.at);
  const running = emptyPoint(from);
  const points: RecoveryPoint[] = [];
  for (const { at, from: before, to } of changes) {
    if (at >= now) break;
    if (before === null) running.total += 1;
    else count(running, before, -1);
    count(running, to, 1);
    running.at = Math.max(from, at);
    if (points.at(-1)?.at === running.at) points.pop();
    const last = points.at(-1);
    if (last === undefined || !same(last, running)) points.push({ ...running });
  }
  return [...points, lastPoint(board, rows, now)];
};

/** Share of those heard that operate (0 to 1), and the two ends if the silent ones are all not, or all, operating. */
export const shareOf = (point: RecoveryPoint): { share: number; low: number; high: number } | null => {
  if (point.heard === 0 || point.total === 0) return null;
  const silent = point.total - point.heard;
  return {
    share: point.operating / point.heard,
    low: point.operating / point.total,
    high: (point.operating + silent) / point.total,
  };
};

const TROUBLE: Record<ShownStatus, number> = {
  down: 4,
  partly_down: 3,
  degraded: 2,
  recovering: 1,
  operating: 0,
  no_report: 0,
};

export type Trend = "improving" | "steady" | "worsening";

/**
 * Over the last hour of the incident's time. Trouble heard of for the first time is worse;
 * a word that ran out says nothing either way.
 */
export const trendOf = (board: Board, now: number): Trend => {
  let change = 0;
  for (const row of countedRows(board, now)) {
    const status = rowState(board.incident, row, now).status;
    if (status === "no_report") continue;
    change += TROUBLE[status] - TROUBLE[statusAt(board.incident, row, now - HOUR)];
  }
  return change < 0 ? "improving" : change > 0 ? "worsening" : "steady";
};
