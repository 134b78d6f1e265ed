/** The value below which the share `q` of a sorted list lies. */
export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

const spread = (values) => {
  const sorted = Float64Array.from(values).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99), max: sorted.at(-1) };
};

/** What the raw rounds of one target amount to. `log` is the order all have to agree with: post numbers. */
export function figuresOf({ name, rounds, memory, memoryEnd }, log) {
  const place = new Map(log.map((number, index) => [number, index]));
  const latencies = [];
  const answers = [];
  const sums = { deliveries: 0, missed: 0, doubled: 0, outOfOrder: 0, otherOrders: 0, gaps: 0, resets: 0, failed: 0 };
  for (const { firstMeasured, acknowledged, failed, members } of rounds) {
    sums.failed += failed.length;
    for (const { number, ms } of acknowledged) if (number >= firstMeasured) answers.push(ms);
    const expected = acknowledged.map(({ number }) => number);
    for (const member of members) {
      const { order } = member;
      sums.deliveries += order.length;
      const got = new Set(order);
      sums.missed += expected.filter((number) => !got.has(number)).length;
      const wrong = inversions(order, place);
      sums.outOfOrder += wrong;
      sums.otherOrders += wrong > 0 ? 1 : 0;
      for (const key of ["doubled", "gaps", "resets"]) sums[key] += member[key];
      order.forEach((number, index) => {
        if (number >= firstMeasured) latencies.push(member.latencies[index]);
      });
    }
  }
  const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0);
  const known = rounds.every((round) => round.processorMs !== null);
  const processor = known ? rounds.reduce((sum, round) => sum + round.processorMs, 0) : null;
  return {
    name,
    received: spread(latencies),
    acknowledged: spread(answers),
    posts: answers.length,
    ...sums,
    deliveriesPerSecond: sums.deliveries / seconds,
    processorMsPer1000: processor === null ? null : (processor / sums.deliveries) * 1000,
    processorShare: processor === null ? null : processor / 10 / seconds,
    memoryMb: { start: memory.start, peak: memory.peak(), end: memoryEnd },
    faultReasons: [...new Set(rounds.flatMap(({ failed }) => failed.map(({ reason }) => reason)))],
  };
}

/** How many posts came after one that stands behind them in the log. */
function inversions(order, place) {
  let [behind, highest] = [0, -1];
  for (const number of order) {
    const at = place.get(number) ?? -1;
    if (at < highest) behind += 1;
    else highest = at;
  }
  return behind;
}

/** The post numbers of a log in its order. */
export const postsOf = (events) =>
  events.flatMap(({ text }) => {
    const found = /^Post (\d+) at /.exec(text ?? "");
    return found ? [Number(found[1])] : [];
  });

/** Nothing missed, nothing twice, one order. */
export const isRight = ({ missed, doubled, outOfOrder, otherOrders, failed }) =>
  missed + doubled + outOfOrder + otherOrders + failed === 0;
