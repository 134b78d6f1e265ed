import { expect, test } from "vitest";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { historyStretches } from "./history-stretches.ts";

const stretchesAt = (now: number, ...events: ReturnType<typeof post>[]) => {
  const board = boardOf(declared([{ id: "dal" }]), ...events);
  const row = board.organisations["dal"];
  if (row === undefined) throw new Error("There is no such row.");
  return historyStretches(board.incident, row, minute(now)).map(({ status, from, to }) => [
    status,
    (from - minute(0)) / 60_000,
    (to - minute(0)) / 60_000,
  ]);
};

test("time nobody spoke for is No report, from entering on", () => {
  expect(stretchesAt(30)).toEqual([["no_report", 0, 30]]);
});

test("each word begins a stretch, and the same word again goes on with it", () => {
  expect(
    stretchesAt(
      50,
      post("dal", 10, { status: "down" }),
      post("dal", 20, { status: "down" }),
      post("dal", 40, { status: "recovering" }),
    ),
  ).toEqual([
    ["no_report", 0, 10],
    ["down", 10, 40],
    ["recovering", 40, 50],
  ]);
});

test("a word that ran out leaves a gap", () => {
  const [first, second, third] = stretchesAt(400, post("dal", 10, { status: "down" }));
  expect(first).toEqual(["no_report", 0, 10]);
  expect(second?.[0]).toBe("down");
  expect(second?.[2]).toBeCloseTo(190, 2);
  expect(third?.[0]).toBe("no_report");
});
