import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon";
import type { Board } from "#domain/board";
import { rowState } from "#domain/clocks";
import { type RecoveryPoint, shareOf } from "#domain/recovery";
import { sectorName } from "#domain/sectors";
import { ageWords, zuluTime } from "#domain/time-words";
import { headlineMachines, type Totals } from "#domain/totals";

const HOUR = 3_600_000;

type Number = { label: string; value: ReactNode; note: ReactNode };
type Facts = {
  board: Board;
  totals: Totals;
  points: readonly RecoveryPoint[];
  now: number;
  isHeard: boolean;
  silent: string;
};

const withUnit = (value: number, unit: string): ReactNode => (
  <>
    {value}
    <small> {unit}</small>
  </>
);

const affected = ({ totals, silent }: Facts): Number => ({
  label: "Affected",
  value: withUnit(totals.affected, `of ${totals.total}`),
  note: totals.silent === 0 ? "all heard from" : `${totals.silent} ${silent}`,
});

const Change = ({ points }: { points: number }) =>
  points === 0 ? (
    <>as 1 h ago</>
  ) : (
    <>
      <span className={points < 0 ? "rotate-180" : ""}>
        <Icon name="up" size="xs" />
      </span>
      {Math.abs(points)} {Math.abs(points) === 1 ? "point" : "points"} in 1 h
    </>
  );

const operating = ({ points, now }: Facts): Number => {
  const last = points.at(-1);
  const share = last === undefined ? null : shareOf(last);
  if (last === undefined || share === null) return { label: "Operating", value: "–", note: "nobody heard from" };
  const before = points.findLast((point) => point.at <= now - HOUR);
  const old = before === undefined ? null : shareOf(before);
  const percent = Math.round(100 * share.share);
  return {
    label: "Operating",
    value: withUnit(percent, "%"),
    note: old === null ? `of ${last.heard} heard from` : <Change points={percent - Math.round(100 * old.share)} />,
  };
};

/** Machines back, where enough organisations tell; otherwise the share of organisations that operate. */
const recovered = (facts: Facts): Number => {
  const machines = headlineMachines(facts.totals);
  if (machines === null) return operating(facts);
  return {
    label: "Machines back",
    value: withUnit(Math.round((100 * machines.restored) / machines.affected), "%"),
    note: `told by ${machines.organisations} of ${facts.totals.total}`,
  };
};

const stopped = ({ totals }: Facts): Number => {
  const worst = totals.sectors
    .map(({ sector, counts }) => ({ name: sectorName(sector).toLowerCase(), down: counts.down }))
    .filter(({ down }) => down > 0)
    .sort((a, b) => b.down - a.down);
  const [first] = worst;
  const rest = totals.counts.down - (first?.down ?? 0);
  return {
    label: "Down",
    value: totals.counts.down,
    note: first === undefined ? "nobody" : `${first.down} ${first.name}${rest === 0 ? "" : ` + ${rest}`}`,
  };
};

const overdue = ({ totals, isHeard }: Facts): Number => ({
  label: "Overdue",
  value: totals.overdue,
  note: !isHeard ? "as you see it" : totals.overdue === 0 ? "nobody" : `longest ${ageWords(totals.longestOverdueMs)}`,
});

const nextWord = ({ board, now }: Facts): Number => {
  if (board.incident.closedAt !== null) return { label: "Next word", value: "–", note: "closed" };
  const due = Object.values(board.organisations)
    .map((row) => ({ code: row.code, at: rowState(board.incident, row, now).dueAtMs }))
    .filter((word): word is { code: string; at: number } => word.at !== null && word.at > now)
    .sort((a, b) => a.at - b.at)[0];
  if (due === undefined) return { label: "Next word", value: "–", note: "none is due" };
  const minutes = Math.ceil((due.at - now) / 60_000);
  return {
    label: "Next word",
    value: minutes < 100 ? withUnit(minutes, "min") : ageWords(due.at - now),
    note: `${zuluTime(due.at)}, ${due.code}`,
  };
};

/** Five numbers, each with a line that says what it means. */
export const FiveNumbers = (facts: Facts) => (
  <dl className="five">
    {[affected(facts), recovered(facts), stopped(facts), overdue(facts), nextWord(facts)].map(
      ({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="five-value">{value}</dd>
          <dd className="five-note">{note}</dd>
        </div>
      ),
    )}
  </dl>
);
