"use client";

import { lazy, Suspense, useState } from "react";
import { type RecoveryPoint, shareOf } from "#domain/recovery";
import { zuluTime } from "#domain/time-words";
import { chartPaths, chartSteps } from "./chart-steps.ts";

const RecoveryTable = lazy(async () => ({ default: (await import("./recovery-table.tsx")).RecoveryTable }));

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const HOUR = 3_600_000;
/** What the curve shows, said before it is drawn. */
const findingOf = (points: readonly RecoveryPoint[]): string => {
  const last = points.at(-1);
  const share = last === undefined ? null : shareOf(last);
  if (share === null) return "No curve yet: nobody has been heard from";
  return `${percent(share.share)} of those heard from are operating`;
};

const summaryOf = (points: readonly RecoveryPoint[]): string => {
  const [first, last] = [points[0], points.at(-1)];
  const share = last === undefined ? null : shareOf(last);
  if (first === undefined || last === undefined || share === null) return "Nothing to draw yet.";
  const begin = shareOf(first);
  const start =
    begin === null ? `nobody heard from at ${zuluTime(first.at)}` : `${percent(begin.share)} at ${zuluTime(first.at)}`;
  return `Organisations operating, of those heard from: ${start}, ${percent(share.share)} now. Between ${percent(share.low)} and ${percent(share.high)} of all, if the silent ones are not, or are, operating.`;
};

type Props = {
  points: readonly RecoveryPoint[];
  from: number;
  /** Incident time in milliseconds. */
  now: number;
};

/** The recovery as a step line; the band is where it may be, because some are silent. A table says the same. */
export const RecoveryChart = ({ points, from, now }: Props) => {
  const [isTable, setTable] = useState(false);
  const highest = Math.max(...points.map((point) => shareOf(point)?.high ?? 0));
  const top = highest <= 0.5 ? 0.5 : 1;
  const steps = chartSteps(points, top);
  const { line, band } = chartPaths(steps);
  const end = steps.at(-1);
  return (
    <figure className="curve">
      <figcaption className="curve-head">
        <span>{findingOf(points)}</span>
        <button type="button" className="curve-twin" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Table
        </button>
      </figcaption>
      {isTable ? (
        <Suspense>
          <RecoveryTable points={points} from={from} now={now} />
        </Suspense>
      ) : (
        <div className="curve-box" role="img" aria-label={summaryOf(points)}>
          <span className="curve-y">
            <i>{percent(top)}</i>
            <i>{percent(top / 2)}</i>
            <i>0 %</i>
          </span>
          <span className="curve-plot">
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
              <path d="M0 0H100M0 50H100M0 100H100" className="curve-grid" />
              <path d={band} className="curve-band" />
              <path d={line} className="curve-line" />
            </svg>
            {end?.share == null ? null : (
              <i className="curve-end" style={{ left: `${end.x}%`, top: `${end.share}%` }} />
            )}
          </span>
          <span className="curve-x">
            <i>{zuluTime(from)}</i>
            {now - from > HOUR ? <i>{zuluTime(from + (now - from) / 2)}</i> : null}
            <i>now</i>
          </span>
        </div>
      )}
    </figure>
  );
};
