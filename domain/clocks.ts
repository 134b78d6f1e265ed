import type { Board, IncidentState, Row, StatusStatement } from "./board.ts";
import type { DrillClock } from "./event.ts";
import type { ShownStatus, Status } from "./words.ts";

/** Clocks as pure functions of (board, now). `now` is the server's wall clock in milliseconds. */

const MIN = 60_000;
/** After its due time a word is "due" for this share of the cadence, then overdue. */
const DUE_SHARE = 0.25;
/** So many cadences after the last word an organisation is "No report" again. */
const EXPIRES_AFTER = 3;
/** A promised next word keeps a status fresh over a night, not for ever. */
const PROMISE_MAX_MS = 24 * 60 * MIN;

/** What a drill's clock shows at the given wall-clock time, in milliseconds. */
export const drillTime = (clock: DrillClock, wallMs: number): number => {
  const base = Date.parse(clock.at);
  return clock.paused ? base : base + Math.max(0, wallMs - Date.parse(clock.since)) * clock.speed;
};

/** The incident's own time: the wall clock, a drill's clock, or the moment it was closed. */
export const incidentTime = (incident: Pick<IncidentState, "clock" | "closedAt">, wallMs: number): number => {
  if (incident.closedAt !== null) return Date.parse(incident.closedAt);
  return incident.clock === null ? wallMs : drillTime(incident.clock, wallMs);
};

export const toIso = (ms: number): string => new Date(ms).toISOString();

/** Minutes between words of this organisation; null when it is not expected to report. */
export const cadenceOf = (incident: Pick<IncidentState, "cadenceMin">, row: Row): number | null => {
  if (row.cadenceMin !== undefined) return row.cadenceMin;
  if (row.participation === "declined" || row.participation === "left") return null;
  const observes = row.part === "coordinator" || row.part === "regulator";
  return observes && row.heardAt === null ? null : incident.cadenceMin;
};

/**
 * Which statement stands in the row: the organisation's own one while it is within its cadence,
 * otherwise the newer of its own and the relayed one.
 */
export const standingStatement = (row: Row, cadenceMin: number | null, now: number): StatusStatement | null => {
  if (row.own === null || row.relayed === null) return row.own ?? row.relayed;
  const spoken = Date.parse(row.spokenAt ?? row.own.at);
  if (cadenceMin === null || now - spoken <= cadenceMin * MIN) return row.own;
  return Date.parse(row.relayed.at) > spoken ? row.relayed : row.own;
};

/**
 * When the next word is due after one at `saidMs`, and when that one runs out: after three cadences, or one cadence
 * after a promised time that is later. All in milliseconds.
 */
export const deadlines = (
  saidMs: number,
  nextDue: string | null,
  cadence: number,
): { dueMs: number; runsOutMs: number } => {
  const latest = saidMs + Math.max(PROMISE_MAX_MS, cadence);
  const dueMs = nextDue === null ? saidMs + cadence : Math.min(Date.parse(nextDue), latest);
  return { dueMs, runsOutMs: Math.max(saidMs + EXPIRES_AFTER * cadence, dueMs + cadence) };
};

export type Freshness = "fresh" | "due" | "overdue" | "expired" | "unasked";
export type RowState = {
  status: ShownStatus;
  statement: StatusStatement | null;
  /** What it said last, when that ran out. */
  lastSaid: Status | null;
  freshness: Freshness;
  /** Milliseconds since the last word; null when there was none. */
  ageMs: number | null;
  dueAtMs: number | null;
  /** Milliseconds past the due time; 0 before it. */
  overdueMs: number;
};

const freshnessAt = (now: number, due: ReturnType<typeof deadlines>, cadence: number, heard: boolean): Freshness => {
  if (now <= due.dueMs) return "fresh";
  if (now <= due.dueMs + cadence * DUE_SHARE) return "due";
  return heard && now > due.runsOutMs ? "expired" : "overdue";
};

/** How one organisation stands at the incident's time `now` (milliseconds). */
export const rowState = (incident: Pick<IncidentState, "cadenceMin">, row: Row, now: number): RowState => {
  const cadenceMin = cadenceOf(incident, row);
  const statement = standingStatement(row, cadenceMin, now);
  const heardMs = row.heardAt === null ? null : Date.parse(row.heardAt);
  const ageMs = heardMs === null ? null : Math.max(0, now - heardMs);
  if (cadenceMin === null) {
    return {
      status: statement?.status ?? "no_report",
      statement,
      lastSaid: null,
      freshness: "unasked",
      ageMs,
      dueAtMs: null,
      overdueMs: 0,
    };
  }
  const cadence = cadenceMin * MIN;
  const due = deadlines(heardMs ?? Date.parse(row.enteredAt), row.nextDue, cadence);
  const { dueMs: dueAtMs } = due;
  const freshness = freshnessAt(now, due, cadence, heardMs !== null);
  const expired = freshness === "expired";
  return {
    status: expired ? "no_report" : (statement?.status ?? "no_report"),
    statement,
    lastSaid: expired ? (statement?.status ?? null) : null,
    freshness,
    ageMs,
    dueAtMs,
    overdueMs: Math.max(0, now - dueAtMs),
  };
};

/** Every organisation at once, by id. */
export const allRowStates = (board: Board, now: number): Map<string, RowState> =>
  new Map(Object.values(board.organisations).map((row) => [row.id, rowState(board.incident, row, now)]));
