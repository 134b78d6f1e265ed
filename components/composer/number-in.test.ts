import { expect, test } from "vitest";
import { isSameNumber, isWithSigns, numberIn, numberProblem } from "./number-in.ts";

test.each(["12,5", "12.5", "1,20", "1.200,50", "1,200.000", "0.125", "-5", "12k", "1 2", "1,,200", "9".repeat(16)])(
  "%s is not taken for another number",
  (typed) => {
    expect(numberIn(typed)).toBeNull();
    expect(numberProblem(typed)).toContain(typed);
  },
);

test.each([
  ["1200", 1200],
  [" 0 ", 0],
  ["1,200", 1200],
  ["1.200", 1200],
  ["1 200", 1200],
  ["1'200'000", 1_200_000],
  ["12.345.678", 12_345_678],
])("%s is %d", (typed, number) => {
  expect(numberIn(typed)).toBe(number);
  expect(numberProblem(typed)).toBeNull();
});

test("nothing is neither a number nor a fault", () => {
  expect(numberIn("")).toBeNull();
  expect(numberProblem(" ")).toBeNull();
});

test("what was written with signs is said back, and is the same number", () => {
  expect(isWithSigns("1.200")).toBe(true);
  expect(isWithSigns("1200")).toBe(false);
  expect(isWithSigns("12,5")).toBe(false);
  expect(isSameNumber("1.200", "1200")).toBe(true);
  expect(isSameNumber("", "0")).toBe(false);
});
