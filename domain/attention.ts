import type { Board, Row } from "./board.ts";
import { type RowState, rowState } from "./clocks.ts";
import type { OrganisationId } from "./ids.ts";
import { agrees, isCounted, machineCountOf, worstFirst } from "./totals.ts";
import type { ShownStatus } from "./words.ts";

/** Why somebody must look at an organisation. The screen puts it into words. */
export type AttentionReason =
  | { kind: "never-reported"; sinceMs: number }
  | { kind: "expired"; lastSaid: ShownStatus; heardMs: number }
  | { kind: "overdue"; overdueMs: number; heardMs: number }
  | { kind: "worse"; sinceMs: number; from: ShownStatus }
  | { kind: "contradiction"; affected: number; restored: number }
  | { kind: "due"; dueMs: number };
export type Attention = { organisation: OrganisationId; status: ShownStatus; reason: AttentionReason; score: number };

const HOUR = 3_600_000;
const WEIGHT: Record<ShownStatus, number> = {
  down: 6,
  partly_down: 4,
  no_report: 3,
  degraded: 2,
  recovering: 1,
  operating: 0,
};

const worseSince = (row: Row, now: number): { sinceMs: number; from: ShownStatus } | null => {
  const [before, last] = row.history.slice(-2);
  if (last === undefined || before === undefined) return null;
  const sinceMs = Date.parse(last.from);
  const worse =
    worstFirst(last.status, before.status) < 0 && last.status !== "recovering" && last.status !== "operating";
  return worse && now - sinceMs <= 2 * HOUR ? { sinceMs, from: before.status } : null;
};

const reasonOf = (row: Row, state: RowState, now: number): AttentionReason | null => {
  const heardMs = row.heardAt === null ? 0 : Date.parse(row.heardAt);
  if (state.freshness === "expired") return { kind: "expired", lastSaid: state.lastSaid ?? "no_report", heardMs };
  if (row.heardAt === null && state.overdueMs > 0)
    return { kind: "never-reported", sinceMs: Date.parse(row.enteredAt) };
  if (state.freshness === "overdue") return { kind: "overdue", overdueMs: state.overdueMs, heardMs };
  const machines = machineCountOf(row);
  if (machines !== null && !agrees(machines)) return { kind: "contradiction", ...machines };
  const worse = worseSince(row, now);
  if (worse !== null) return { kind: "worse", ...worse };
  return state.freshness === "due" && state.dueAtMs !== null ? { kind: "due", dueMs: state.dueAtMs } : null;
};

/** First those that are down, then those that never said a word and should have, then the others. */
const rankOf = ({ reason }: Attention, lastKnown: ShownStatus): number =>
  lastKnown === "down" ? 2 : reason.kind === "never-reported" ? 1 : 0;

/**
 * What needs somebody, most urgent first: its rank, then how bad it is, how late, and whether it got worse. Nothing
 * does once the incident is closed.
 */
export const attentionOf = (board: Board, now: number): Attention[] => {
  const list: (Attention & { rank: number })[] = [];
  if (board.incident.closedAt !== null) return list;
  for (const row of Object.values(board.organisations)) {
    const state = rowState(board.incident, row, now);
    const reason = isCounted(state) ? reasonOf(row, state, now) : null;
    if (reason === null) continue;
    const status = state.lastSaid ?? state.status;
    const late = Math.min(4, state.overdueMs / HOUR);
    const score = (WEIGHT[status] + 1) * (1 + late) * (reason.kind === "worse" ? 3 : 1);
    const item = { organisation: row.id, status: state.status, reason, score };
    list.push({ ...item, rank: rankOf(item, status) });
  }
  return list.sort((a, b) => b.rank - a.rank || b.score - a.score || a.organisation.localeCompare(b.organisation));
};
