import { expect, test } from "vitest";
import type { ConnectionView } from "#client/connection-view";
import { connectionWords, downWords, retryWords } from "./connection-words.ts";

const NOW = Date.parse("2026-03-02T09:12:00Z");
const view = (more: Partial<ConnectionView>): ConnectionView => ({
  state: "live",
  stale: false,
  sinceMs: NOW,
  ...more,
});

test.each([
  [view({}), "Live"],
  [view({ caughtUpAtMs: NOW - 4_000 }), "Up to date 09:11Z"],
  [view({ caughtUpAtMs: NOW - 6_000 }), "Live"],
  [view({ state: "slow", behindMs: 3_100 }), "Live, 3 s behind"],
  [view({ state: "polling" }), "Live (polling)"],
  [view({ state: "catching-up" }), "Connecting"],
  [view({ state: "catching-up", progress: { done: 34, of: 120 } }), "Catching up 34 of 120"],
  [view({ state: "catching-up", progress: { done: 34 } }), "Catching up, 34 so far"],
  [view({ state: "not-live", stale: true }), "Not live"],
])("%j", (state, words) => {
  expect(connectionWords(state, NOW)).toBe(words);
});

test.each([
  [12_400, "12 s"],
  [302_000, "5 min 02 s"],
  [3_900_000, "1 h 05 min"],
])("%i ms without a line read %s", (ms, words) => {
  expect(downWords(ms)).toBe(words);
});

test("the next try is counted down, and then it is on its way", () => {
  expect(retryWords(NOW + 3_200, NOW)).toBe("Retrying in 4 s");
  expect(retryWords(NOW - 1, NOW)).toBe("Retrying");
  expect(retryWords(undefined, NOW)).toBe("Retrying");
});
