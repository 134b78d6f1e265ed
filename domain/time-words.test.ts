import { expect, test } from "vitest";
import { ageWords, elapsedWords, spanWords, stampWords, untilWords, zonedTime, zuluTime } from "./time-words.ts";

const MIN = 60_000;
const at = (iso: string): number => Date.parse(iso);

test.each([
  [0, "now"],
  [59_999, "now"],
  [7 * MIN, "7 min"],
  [65 * MIN, "1 h 05"],
  [23 * 60 * MIN + 59 * MIN, "23 h 59"],
  [24 * 60 * MIN, "1 d"],
  [-5 * MIN, "now"],
])("an age of %i ms reads %s", (ms, words) => {
  expect(ageWords(ms)).toBe(words);
});

test.each([
  [-1, "now"],
  [90_000, "in 90 s"],
  [18 * MIN, "in 18 min"],
])("%i ms ahead reads %s", (ms, words) => {
  expect(untilWords(ms)).toBe(words);
});

test.each([
  [MIN, "1 minute"],
  [12 * MIN, "12 minutes"],
  [61 * MIN, "1 hour 1 minute"],
  [120 * MIN, "2 hours"],
  [3 * 24 * 60 * MIN, "3 days"],
])("a span of %i ms is read aloud as %s", (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

test.each([
  ["2024-07-19T09:10:00Z", "09:10Z"],
  ["2024-07-18T23:50:00Z", "Yesterday 23:50Z"],
  ["2024-07-17T23:50:00Z", "17 Jul 23:50Z"],
  ["2023-07-17T23:50:00Z", "17 Jul 2023 23:50Z"],
])("%s is written %s on 19 July 2024", (iso, words) => {
  expect(stampWords(at(iso), at("2024-07-19T12:00:00Z"))).toBe(words);
});

test("a stamp can carry its seconds", () => {
  expect(zuluTime(at("2024-07-19T09:08:12Z"), true)).toBe("09:08:12Z");
});

test("the incident's clock counts hours on the first day and days after it", () => {
  expect(elapsedWords(301 * MIN)).toBe("T+05:01");
  expect(elapsedWords(75 * 60 * MIN)).toBe("day 4");
});

test.each([
  ["America/New_York", { time: "05:10", zone: "EDT", day: "19 Jul" }],
  ["Europe/Berlin", { time: "11:10", zone: "CEST", day: "19 Jul" }],
  ["Australia/Sydney", { time: "19:10", zone: "AEST", day: "19 Jul" }],
  ["Asia/Kathmandu", { time: "14:55", zone: "UTC+5:45", day: "19 Jul" }],
])("clocks in %s", (zone, shown) => {
  expect(zonedTime(at("2024-07-19T09:10:00Z"), zone)).toEqual(shown);
});
