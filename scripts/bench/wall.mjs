import { machineNow } from "./machine-clock.mjs";
import { processorMs, watchMemory } from "./process-use.mjs";

const warmUpMs = 1000;
const beforeStartMs = 200;

/** When each post of a round is due: evenly spread, each a little off its beat, the same for every target. */
function timetable(rate, seconds) {
  const step = 1000 / rate;
  let seed = 20240719;
  return Array.from({ length: Math.round(rate * seconds) }, (_, index) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return (index + seed / 2147483648) * step;
  });
}

/** One round of posts against one target with everybody listening. What it adds to `target.rounds` is raw. */
export async function playRound(target, gathering, options) {
  const { incident, people } = target.scene;
  const seconds = options.seconds / options.rounds;
  const due = timetable(options.rate, seconds);
  target.memory ??= watchMemory(target.pid());
  await gathering.connect(target.url, incident, people);
  const first = (target.posted ?? 0) + 1;
  target.posted = first + due.length - 1;
  const numbers = due.map((_, index) => first + index);
  const processorBefore = processorMs(target.pid());
  const startAt = machineNow() + beforeStartMs;
  const { acknowledged, failed } = await gathering.post(
    numbers,
    due.map((ms) => startAt + ms),
  );
  await gathering.drain(acknowledged.length * people.length);
  const processor = processorMs(target.pid());
  const members = await gathering.collect();
  target.memoryEnd = target.memory.now();
  await gathering.disconnect();
  const warm = seconds * 1000 > 2 * warmUpMs ? due.filter((ms) => ms < warmUpMs).length : 0;
  target.rounds.push({
    firstMeasured: first + warm,
    acknowledged,
    failed,
    members,
    seconds: (Math.max(...members.map(({ lastAt }) => lastAt)) - startAt) / 1000,
    processorMs: processor === null ? null : processor - processorBefore,
  });
}
