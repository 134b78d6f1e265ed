import { type RecoveryPoint, shareOf } from "#domain/recovery";

/** A stretch of the curve in percent of the chart's box, y counted from the top. */
type Step = { x: number; share: number | null; low: number; high: number };

/** So many steps are drawn at most: finer ones cannot be seen. */
const COLUMNS = 240;

const round = (value: number): number => Math.round(value * 100) / 100;

/** Points of the curve as steps in a box of 100 × 100; `top` is the share at its upper edge. */
export const chartSteps = (points: readonly RecoveryPoint[], top: number): Step[] => {
  const from = points[0]?.at ?? 0;
  const span = Math.max(1, (points.at(-1)?.at ?? 1) - from);
  const y = (share: number): number => round(100 - (100 * Math.min(share, top)) / top);
  const steps: Step[] = [];
  for (const point of points) {
    const share = shareOf(point);
    const x = round((100 * (point.at - from)) / span);
    const column = (at: number): number => Math.floor((at / 100) * COLUMNS);
    const last = steps.at(-1);
    // Of what falls into one column only the newest is drawn.
    if (last !== undefined && last.x !== 0 && column(last.x) === column(x)) steps.pop();
    const shape =
      share === null
        ? { share: null, low: 100, high: 100 }
        : { share: y(share.share), low: y(share.low), high: y(share.high) };
    steps.push({ x, ...shape });
  }
  return steps;
};

/** Stretches without a gap: where nobody was heard from there is no line. */
const runsOf = (steps: readonly Step[]): { steps: Step[]; end: number }[] => {
  const runs: { steps: Step[]; end: number }[] = [];
  let run: Step[] = [];
  for (const step of steps) {
    if (step.share !== null) run.push(step);
    else if (run.length > 0) {
      runs.push({ steps: run, end: step.x });
      run = [];
    }
  }
  if (run.length > 0) runs.push({ steps: run, end: run.at(-1)?.x ?? 100 });
  return runs;
};

const along = (steps: readonly Step[], end: number, value: (step: Step) => number): string =>
  `${steps.map((step, index) => `${index === 0 ? `M${step.x} ${value(step)}` : `H${step.x}V${value(step)}`}`).join("")}H${end}`;

/** Back to the beginning along the lower edge. */
const backAlong = (steps: readonly Step[]): string => {
  let path = `V${steps.at(-1)?.low ?? 100}`;
  for (const [index, step] of [...steps.entries()].reverse()) path += `H${step.x}V${steps[index - 1]?.low ?? step.low}`;
  return `${path}Z`;
};

/** The line and the band around it as SVG paths. */
export const chartPaths = (steps: readonly Step[]): { line: string; band: string } => {
  const runs = runsOf(steps);
  return {
    line: runs.map((run) => along(run.steps, run.end, (step) => step.share ?? 100)).join(""),
    band: runs.map((run) => along(run.steps, run.end, (step) => step.high) + backAlong(run.steps)).join(""),
  };
};
