import type { Board } from "#domain/board";
import { recoveryOf, shareOf } from "#domain/recovery";

export type Step = { at: number; share: number };
export type SectorTrend = { steps: Step[]; share: number | null };

const DAY_MS = 24 * 3_600_000;

const trendOf = (board: Board, from: number, now: number): SectorTrend => {
  const points = recoveryOf(board, from, now);
  const steps = points.flatMap((point) => {
    const share = shareOf(point);
    return share === null ? [] : [{ at: point.at, share: share.share }];
  });
  const last = points.at(-1);
  return { steps, share: last === undefined ? null : (shareOf(last)?.share ?? null) };
};

/** Share of those heard that operate over the last 24 hours, for each sector and for all ("*"). */
export const sectorTrends = (board: Board, now: number): Map<string, SectorTrend> => {
  const from = Math.max(Date.parse(board.incident.declaredAt), now - DAY_MS);
  const sectors = new Map<string, Board["organisations"]>();
  for (const row of Object.values(board.organisations)) {
    sectors.set(row.sector, { ...sectors.get(row.sector), [row.id]: row });
  }
  const trends = new Map([["*", trendOf(board, from, now)]]);
  for (const [sector, organisations] of sectors) trends.set(sector, trendOf({ ...board, organisations }, from, now));
  return trends;
};
