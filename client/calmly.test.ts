import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { calmly } from "./calmly.ts";
import { watchable } from "./watched.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const heardOf = (everyMs: number) => {
  const value = watchable(0);
  const heard: number[] = [];
  const leave = calmly(value.subscribe, everyMs)(() => heard.push(value.get()));
  return { value, heard, leave };
};

test("whoever has left hears nothing, also not what waited for him", () => {
  const { value, heard, leave } = heardOf(500);
  value.set(1);
  value.set(2);
  leave();
  vi.advanceTimersByTime(10_000);
  expect(heard).toEqual([1]);
});

test("a change after a quiet time is heard at once", () => {
  const { value, heard } = heardOf(500);
  value.set(1);
  expect(heard).toEqual([1]);
  vi.advanceTimersByTime(500);
  value.set(2);
  expect(heard).toEqual([1, 2]);
});

test("twenty changes a second are heard twice a second, and the last one is among them", () => {
  const { value, heard } = heardOf(500);
  for (let n = 1; n <= 40; n += 1) {
    value.set(n);
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(500);
  expect(heard.length).toBeLessThanOrEqual(5);
  expect(heard.at(-1)).toBe(40);
});
