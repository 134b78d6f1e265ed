import { memo } from "react";
import type { SectorTrend } from "./sector-trends.ts";

const WIDTH = 84;
const HEIGHT = 22;
const PAD = 2;

type Props = { trend: SectorTrend; from: number; now: number };

const pathOf = ({ steps }: SectorTrend, from: number, now: number): string => {
  const x = (at: number): number => PAD + ((at - from) / Math.max(1, now - from)) * (WIDTH - 2 * PAD);
  const y = (share: number): number => HEIGHT - PAD - share * (HEIGHT - 2 * PAD);
  const [first] = steps;
  if (first === undefined) return "";
  const line = steps.map((step) => `H${x(step.at).toFixed(1)}V${y(step.share).toFixed(1)}`).join("");
  return `M${x(first.at).toFixed(1)} ${y(first.share).toFixed(1)}${line}H${WIDTH - PAD}`;
};

/** A step line of the share over time; the number beside it says where it ends. */
export const Sparkline = memo(({ trend, from, now }: Props) => (
  <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
    <path className="spark-base" d={`M${PAD} ${HEIGHT - PAD}H${WIDTH - PAD}`} />
    <path className="spark-line" d={pathOf(trend, from, now)} />
  </svg>
));
