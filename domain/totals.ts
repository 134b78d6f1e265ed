import type { Board, Row } from "./board.ts";
import { type Freshness, type RowState, rowState } from "./clocks.ts";
import { AFFECTED, RESTORED } from "./sectors.ts";
import { SHOWN_STATUSES, type ShownStatus } from "./words.ts";

export type Counts = Record<ShownStatus, number>;
export type SectorTotals = { sector: string; total: number; counts: Counts; overdue: number };
export type Totals = {
  /** Organisations that are expected to report or have reported. */
  total: number;
  counts: Counts;
  /** Said degraded, partly down, down or recovering, now. */
  affected: number;
  /** No report: never heard, or run out. */
  silent: number;
  expired: number;
  overdue: number;
  longestOverdueMs: number;
  /** Sums over organisations that gave both figures and whose word stands; null when none did. */
  machines: { affected: number; restored: number; organisations: number } | null;
  sectors: SectorTotals[];
};

const noCounts = (): Counts => ({ down: 0, partly_down: 0, no_report: 0, degraded: 0, recovering: 0, operating: 0 });

/** Organisations that only watch or count do not stand in totals: their silence says nothing. */
export const isCounted = (state: RowState): boolean => state.freshness !== "unasked" || state.statement !== null;

const isLate = (state: RowState): boolean => state.freshness === "overdue" || state.freshness === "expired";

export type MachineCount = { affected: number; restored: number };

/** Both figures of one organisation; null unless it gave both. More may be back than were affected: see `agrees`. */
export const machineCountOf = ({ figures }: Row): MachineCount | null => {
  const affected = figures[AFFECTED.key]?.value;
  const restored = figures[RESTORED.key]?.value;
  return affected === undefined || restored === undefined ? null : { affected, restored };
};

/** Figures that contradict each other are shown as they were given, and never added up. */
export const agrees = ({ affected, restored }: MachineCount): boolean => restored <= affected;

/** Sums of what was told by those whose word has not run out. */
export const machinesOf = (told: readonly { row: Row; freshness: Freshness }[]): Totals["machines"] => {
  const sum = { affected: 0, restored: 0, organisations: 0 };
  for (const { row, freshness } of told) {
    const count = machineCountOf(row);
    if (count === null || freshness === "expired" || !agrees(count)) continue;
    sum.affected += count.affected;
    sum.restored += count.restored;
    sum.organisations += 1;
  }
  return sum.organisations === 0 ? null : sum;
};

/**
 * The machines that may stand for the whole incident: at least three organisations tell both figures, and at least
 * half as many as are affected. Null when fewer do, or when no machine is affected.
 */
export const headlineMachines = ({ machines, affected }: Totals): Totals["machines"] =>
  machines === null || machines.affected === 0 || machines.organisations < Math.max(3, affected / 2) ? null : machines;

/** Worst-of order for sectors: more trouble first, then name. */
const weight = ({ counts: c }: SectorTotals): number =>
  c.down * 100 + c.partly_down * 30 + c.no_report * 5 + c.degraded * 4 + c.recovering;

/** Counts at the incident's time `now` (milliseconds). Only what the board holds: what the viewer may see. */
export const totalsOf = (board: Board, now: number): Totals => {
  const sectors = new Map<string, SectorTotals>();
  const all = noCounts();
  const rows: { row: Row; freshness: Freshness }[] = [];
  let [expired, overdue, longestOverdueMs] = [0, 0, 0];
  for (const row of Object.values(board.organisations)) {
    const state = rowState(board.incident, row, now);
    if (!isCounted(state)) continue;
    rows.push({ row, freshness: state.freshness });
    const sector = sectors.get(row.sector) ?? { sector: row.sector, total: 0, counts: noCounts(), overdue: 0 };
    sectors.set(row.sector, sector);
    sector.total += 1;
    sector.counts[state.status] += 1;
    all[state.status] += 1;
    if (state.freshness === "expired") expired += 1;
    if (isLate(state)) {
      sector.overdue += 1;
      overdue += 1;
      longestOverdueMs = Math.max(longestOverdueMs, state.overdueMs);
    }
  }
  return {
    total: rows.length,
    counts: all,
    affected: all.degraded + all.partly_down + all.down + all.recovering,
    silent: all.no_report,
    expired,
    overdue,
    longestOverdueMs,
    machines: machinesOf(rows),
    sectors: [...sectors.values()].sort((a, b) => weight(b) - weight(a) || a.sector.localeCompare(b.sector)),
  };
};

/** The shape of the board by the number of organisations (UX §3). */
export type BoardShape = "cards" | "lanes" | "matrix";
export const shapeFor = (organisations: number): BoardShape =>
  organisations <= 12 ? "cards" : organisations <= 80 ? "lanes" : "matrix";

export const worstFirst = (a: ShownStatus, b: ShownStatus): number =>
  SHOWN_STATUSES.indexOf(a) - SHOWN_STATUSES.indexOf(b);
