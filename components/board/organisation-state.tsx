import type { Board, IncidentState, Row } from "#domain/board";
import { byName } from "#domain/by-name";
import { type RowState, rowState } from "#domain/clocks";
import { AFFECTED, RESTORED } from "#domain/sectors";
import { HEARS_ALL } from "#domain/silence-words";
import {
  agrees,
  isCounted,
  type MachineCount,
  machineCountOf,
  machinesOf as machinesSum,
  worstFirst,
} from "#domain/totals";

/** One organisation as the board shows it at one moment. */
export type OrganisationState = RowState & {
  row: Row;
  /** Said something new in the last moments. */
  isNew: boolean;
  isLate: boolean;
  /** Its silence is silence: the viewer would have read what it said. */
  isHeard: boolean;
};

/** How long a change stays marked as new, on the wall clock. */
const NEW_MS = 30_000;

type Incident = Pick<IncidentState, "cadenceMin" | "clock" | "closedAt">;

/** Nobody owes a word once the incident is closed. */
const nothingDue = (state: RowState): RowState => ({
  ...state,
  dueAtMs: null,
  freshness: state.freshness === "expired" ? "expired" : "fresh",
});

export const organisationState = (incident: Incident, row: Row, now: number, hears = HEARS_ALL): OrganisationState => {
  const running = rowState(incident, row, now);
  const state = incident.closedAt === null ? running : nothingDue(running);
  const saidMs = state.statement === null ? null : Date.parse(state.statement.at);
  return {
    ...state,
    row,
    isNew: saidMs !== null && state.freshness !== "expired" && now - saidMs < NEW_MS * (incident.clock?.speed ?? 1),
    isLate: state.freshness === "overdue" || state.freshness === "expired",
    isHeard: hears(row.id),
  };
};

/** Worst first; within a status the longest overdue, then by name: the same facts give the same order. */
export const byTrouble = (a: OrganisationState, b: OrganisationState): number =>
  worstFirst(a.status, b.status) || b.overdueMs - a.overdueMs || byName(a.row, b.row);

/** Every organisation that counts in totals, worst first. */
export const organisationStates = (board: Board, now: number): OrganisationState[] =>
  Object.values(board.organisations)
    .map((row) => organisationState(board.incident, row, now))
    .filter(isCounted)
    .sort(byTrouble);

export type MachineFigures = { affected: number | null; restored: number | null };

/** What one organisation said of its machines; null when it gave neither figure. */
export const machineFiguresOf = (row: Row): MachineFigures | null => {
  const affected = row.figures[AFFECTED.key]?.value ?? null;
  const restored = row.figures[RESTORED.key]?.value ?? null;
  return affected === null && restored === null ? null : { affected, restored };
};

export type Machines = MachineCount & { share: number; organisations: number };

const shareOf = ({ affected, restored }: MachineCount): number => (affected === 0 ? 1 : restored / affected);

/** The two figures of one organisation; null unless it gave both and they agree. */
export const machinesOf = (row: Row): Machines | null => {
  const count = machineCountOf(row);
  return count === null || !agrees(count) ? null : { ...count, share: shareOf(count), organisations: 1 };
};

/** Sums over those whose figures stand; null when none do. */
export const machinesTogether = (states: readonly OrganisationState[]): Machines | null => {
  const sum = machinesSum(states);
  return sum === null ? null : { ...sum, share: shareOf(sum) };
};
