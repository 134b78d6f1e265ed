import { type RecoveryPoint, shareOf } from "#domain/recovery";
import { zuluTime } from "#domain/time-words";

const ROWS_MAX = 8;
const MINUTE = 60_000;

/** The curve at equal distances, newest first. */
const samplesOf = (points: readonly RecoveryPoint[], from: number, now: number): RecoveryPoint[] => {
  const samples: RecoveryPoint[] = [];
  const rows = Math.max(2, Math.min(ROWS_MAX, Math.floor((now - from) / MINUTE) + 1));
  for (let row = 0; row < rows; row += 1) {
    const at = now - (row * (now - from)) / (rows - 1);
    const point = points.findLast((candidate) => candidate.at <= at);
    if (point !== undefined) samples.push({ ...point, at });
  }
  return samples;
};

type Props = { points: readonly RecoveryPoint[]; from: number; now: number };

/** What the curve draws, in numbers. */
export const RecoveryTable = ({ points, from, now }: Props) => (
  <table className="curve-table">
    <thead>
      <tr>
        <th scope="col">At</th>
        <th scope="col">Operating</th>
        <th scope="col">Recovering</th>
        <th scope="col">Heard from</th>
        <th scope="col">Share</th>
      </tr>
    </thead>
    <tbody>
      {samplesOf(points, from, now).map((point) => (
        <tr key={point.at}>
          <th scope="row">{zuluTime(point.at)}</th>
          <td>{point.operating}</td>
          <td>{point.recovering}</td>
          <td>
            {point.heard} of {point.total}
          </td>
          <td>{point.heard === 0 ? "–" : `${Math.round(100 * (shareOf(point)?.share ?? 0))} %`}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
