import { quantile } from "./figures.mjs";
import { machineNow } from "./machine-clock.mjs";
import { watchMemory } from "./process-use.mjs";

const postsBefore = 20;
const postsAfter = 20;
const spacingMs = 50;
const givenUpMs = 60_000;

/** Everybody listens, the server is killed and started again, everybody comes back by himself. */
export async function playStorm(target, gathering) {
  const { incident, people } = target.scene;
  await gathering.connect(target.url, incident, people);
  const before = await post(gathering, 1, postsBefore, people.length);
  const killed = machineNow();
  await target.kill9();
  await target.restart();
  const ready = machineNow();
  const memory = watchMemory(target.pid());
  const joined = await allJoined(gathering, killed);
  const after = await post(gathering, 1 + postsBefore, postsAfter, people.length, before.expected);
  const members = await gathering.collect();
  await gathering.disconnect();
  const waits = joined.map(({ joinedAt }) => (joinedAt - killed) / 1000).sort((a, b) => a - b);
  const acknowledged = [...before.acknowledged, ...after.acknowledged];
  const missed = members.reduce((sum, { order }) => {
    const got = new Set(order);
    return sum + acknowledged.filter((number) => !got.has(number)).length;
  }, 0);
  return {
    name: target.name,
    readyS: (ready - killed) / 1000,
    inStep: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95), max: waits.at(-1) },
    slowestJoinS: Math.max(...joined.map(({ joinMs }) => joinMs)) / 1000,
    missed,
    doubled: members.reduce((sum, { doubled }) => sum + doubled, 0),
    outOfOrder: 0,
    otherOrders: 0,
    failed: before.failed.length + after.failed.length,
    memoryMb: { start: memory.start, peak: memory.peak(), end: memory.now() },
  };
}

async function post(gathering, first, number, listeners, already = 0) {
  const numbers = Array.from({ length: number }, (_, index) => first + index);
  const startAt = machineNow() + 200;
  const { acknowledged, failed } = await gathering.post(
    numbers,
    numbers.map((_, index) => startAt + index * spacingMs),
  );
  const expected = already + acknowledged.length * listeners;
  await gathering.drain(expected);
  return { acknowledged: acknowledged.map((one) => one.number), failed, expected };
}

async function allJoined(gathering, since) {
  const deadline = machineNow() + givenUpMs;
  for (;;) {
    const joined = await gathering.joined();
    if (joined.every(({ joinedAt }) => joinedAt > since)) return joined;
    if (machineNow() > deadline) throw new Error("Not everybody came back within a minute.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
