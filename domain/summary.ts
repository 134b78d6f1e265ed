import type { Board } from "./board.ts";
import { type Trend, trendOf } from "./recovery.ts";
import { sectorName } from "./sectors.ts";
import { type SectorTotals, type Totals, totalsOf } from "./totals.ts";

const TREND_WORDS: Record<Trend, string> = {
  improving: "improving",
  steady: "no change in the last hour",
  worsening: "getting worse",
};

/** Sectors by what stopped: a sector that is only silent is not the worst. */
export const troubleOf = ({ counts: c }: SectorTotals): number =>
  c.down * 100 + c.partly_down * 30 + c.degraded * 4 + c.recovering;

const worstSectors = (totals: Totals): string[] => {
  const sorted = totals.sectors
    .map((sector) => ({ name: sectorName(sector.sector), trouble: troubleOf(sector) }))
    .filter((sector) => sector.trouble > 0)
    .sort((a, b) => b.trouble - a.trouble || a.name.localeCompare(b.name));
  const [first, second] = sorted;
  if (first === undefined || sorted.length === 1) return [];
  // Two are named when the second is nearly as bad as the first.
  return second !== undefined && second.trouble >= first.trouble * 0.8
    ? [first.name, second.name.toLowerCase()]
    : [first.name];
};

const organisations = (count: number): string => (count === 1 ? "organisation" : "organisations");

/**
 * The situation in one sentence or two, from the board alone.
 * `now` is the incident's time in milliseconds; `isHeard` says that silence on this board is silence.
 */
export const summaryOf = (board: Board, now: number, isHeard = true, totals: Totals = totalsOf(board, now)): string => {
  if (totals.total === 0) return "No organisation has entered yet.";
  const heard = totals.total - totals.silent;
  if (heard === 0 && !isHeard) return `${totals.total} ${organisations(totals.total)}: nothing you may read.`;
  if (heard === 0) {
    return totals.total === 1
      ? "The one organisation here has not been heard from."
      : `None of ${totals.total} organisations has been heard from.`;
  }
  const silence =
    totals.silent === 0
      ? "Everyone has been heard from."
      : isHeard
        ? `${totals.silent} silent.`
        : `${totals.silent} not known to you.`;
  const head =
    totals.affected === 0
      ? `No trouble reported by ${heard} of ${totals.total} ${organisations(totals.total)}`
      : `${totals.affected} of ${totals.total} ${organisations(totals.total)} affected${board.incident.closedAt === null ? `, ${TREND_WORDS[trendOf(board, now)]}` : " at the end"}`;
  const worst = worstSectors(totals);
  const where = worst.length === 0 ? "" : ` ${worst.join(" and ")} ${worst.length === 1 ? "is" : "are"} worst.`;
  return `${head}.${where} ${silence}`;
};
