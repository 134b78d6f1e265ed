import { expect, test } from "vitest";
import { announcementQueue, QUIET_MS, summarise } from "./announcement-queue.ts";

const handTimer = () => {
  let now = 0;
  let tasks: { at: number; run: () => void }[] = [];
  return {
    timer: {
      now: () => now,
      set: (run: () => void, ms: number) => {
        tasks.push({ at: now + ms, run });
      },
    },
    advance: (ms: number): void => {
      now += ms;
      const due = tasks.filter((task) => task.at <= now);
      tasks = tasks.filter((task) => task.at > now);
      for (const task of due) task.run();
    },
  };
};

test("nothing is said while nothing happened", () => {
  const spoken: string[] = [];
  const clock = handTimer();
  announcementQueue((text) => spoken.push(text), clock.timer);
  clock.advance(60_000);
  expect(spoken).toEqual([]);
});

test("200 updates in a minute are told in at most 7 sentences, and none is lost from the count", () => {
  const spoken: string[] = [];
  const clock = handTimer();
  const queue = announcementQueue((text) => spoken.push(text), clock.timer);
  for (let n = 0; n < 200; n += 1) {
    queue.add(`organisation ${n}`);
    clock.advance(300);
  }
  expect(spoken.length).toBeLessThanOrEqual(7);
  clock.advance(QUIET_MS);
  const told = spoken.reduce((sum, text) => sum + Number(/^(\d+) updates/.exec(text)?.[1] ?? 1), 0);
  expect(told).toBe(200);
});

test("a paused reader hears nothing of what waited", () => {
  const spoken: string[] = [];
  const clock = handTimer();
  const queue = announcementQueue((text) => spoken.push(text), clock.timer);
  queue.add("first");
  clock.advance(0);
  queue.add("second");
  queue.clear();
  clock.advance(QUIET_MS);
  expect(spoken).toEqual(["first"]);
});

test.each([
  [["Delta, Down"], "Delta, Down"],
  [["Delta, Down", "EMIS, Down"], "2 updates: Delta, Down; EMIS, Down"],
  [["a", "b", "c", "d"], "4 updates: a; b; 2 more"],
])("%j is summarised", (messages, sentence) => {
  expect(summarise(messages)).toBe(sentence);
});
