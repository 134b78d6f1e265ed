import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../bench-results/", import.meta.url));

const milliseconds = (value) => (Number.isFinite(value) ? value.toFixed(value < 10 ? 1 : 0) : "–");
const whole = (value) => (Number.isFinite(value) ? Math.round(value).toLocaleString("en-GB") : "–");
const three = ({ p50, p95, p99 }) => [p50, p95, p99].map(milliseconds).join(" / ");

const rows = [
  ["received p50 / p95 / p99, ms", ({ received }) => three(received)],
  ["  p50 against bare", ({ received }, bare) => `${(received.p50 / bare.received.p50).toFixed(2)} ×`],
  ["acknowledged p50 / p95 / p99, ms", ({ acknowledged }) => three(acknowledged)],
  ["deliveries", ({ deliveries }) => whole(deliveries)],
  ["deliveries a second", ({ deliveriesPerSecond }) => whole(deliveriesPerSecond)],
  ["server processor ms per 1,000", ({ processorMsPer1000 }) => milliseconds(processorMsPer1000 ?? Number.NaN)],
  ["server processor, % of one", ({ processorShare }) => whole(processorShare ?? Number.NaN)],
  [
    "memory start / peak / end, MB",
    ({ memoryMb }) => [memoryMb.start, memoryMb.peak, memoryMb.end].map(whole).join(" / "),
  ],
  ["missed / doubled", ({ missed, doubled }) => `${missed} / ${doubled}`],
  ["out of order / other orders", ({ outOfOrder, otherOrders }) => `${outOfOrder} / ${otherOrders}`],
  ["posts refused or unanswered", ({ failed }) => whole(failed)],
  ["asked again for what was missing", ({ gaps }) => whole(gaps)],
];

export const stormRows = [
  ["ready again after the kill, s", ({ readyS }) => readyS.toFixed(1)],
  ["all in step after the kill, s", ({ inStep }) => inStep.max.toFixed(1)],
  ["  p50 / p95", ({ inStep }) => `${inStep.p50.toFixed(1)} / ${inStep.p95.toFixed(1)}`],
  ["all in step after ready, s", ({ inStep, readyS }) => (inStep.max - readyS).toFixed(1)],
  ["slowest answer to join, s", ({ slowestJoinS }) => slowestJoinS.toFixed(1)],
  ["missed / doubled", ({ missed, doubled }) => `${missed} / ${doubled}`],
  ["memory peak, MB", ({ memoryMb }) => whole(memoryMb.peak)],
];

export const frameRows = [
  ["frame p50 / p95 / max, ms", ({ p50, p95, max }) => [p50, p95, max].map((value) => value.toFixed(1)).join(" / ")],
  [
    "tasks over 50 ms",
    ({ long }) => `${long.length}${long.length === 0 ? "" : `, longest ${whole(Math.max(...long))}`}`,
  ],
  ["DOM nodes", ({ nodes }) => whole(nodes)],
  ["load of the machine", ({ load }) => load.toFixed(1)],
];

export const openingRows = [
  ["readable on a slow line, s", ({ readable }) => (readable / 1000).toFixed(2)],
  ["usable on a slow line, s", ({ usable }) => (usable / 1000).toFixed(2)],
  ["live, and all by script, s", ({ live }) => (live / 1000).toFixed(2)],
  ["load of the machine", ({ load }) => load.toFixed(1)],
];

/** Prints one column for each target, the bare one first. */
export function printTable(figures, which = rows) {
  const bare = figures[0];
  const cells = which.map(([label, show]) => [label, ...figures.map((one) => show(one, bare))]);
  const lines = [["", ...figures.map(({ name }) => name)], ...cells];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] + 3))).join(""),
    );
}

/** Leaves everything that was measured, and on what, in bench-results/; answers with the file. */
export function writeResults(options, figures) {
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.slice(0, 19).replaceAll(":", "")}-${options.scenario}.json`);
  const machine = {
    processors: availableParallelism(),
    model: cpus()[0]?.model,
    node: process.version,
    system: `${process.platform} ${release()}`,
    load: loadavg(),
  };
  writeFileSync(file, `${JSON.stringify({ at, machine, options, figures }, null, 2)}\n`);
  return file;
}
