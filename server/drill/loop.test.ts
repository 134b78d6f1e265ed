import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Loop } from "./loop.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it waits as long as the turn asks, and for a call when the turn asks for nothing", async () => {
  const waits = [400, null, null];
  const turn = vi.fn(async () => waits.shift() ?? null);
  const loop = new Loop({ turn, failed: () => undefined });
  loop.wake();
  await vi.advanceTimersByTimeAsync(399);
  expect(turn).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(turn).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(turn).toHaveBeenCalledTimes(2);
  loop.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(turn).toHaveBeenCalledTimes(3);
});

test("a call during a turn brings one more turn, never two at once", async () => {
  let running = 0;
  const together: number[] = [];
  const loop = new Loop({
    turn: async () => {
      running += 1;
      together.push(running);
      if (together.length === 1) loop.wake();
      await Promise.resolve();
      running -= 1;
      return null;
    },
    failed: () => undefined,
  });
  loop.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(together).toEqual([1, 1]);
});

test("after errors it tries later and later, also when somebody calls; a success ends that", async () => {
  const failed = vi.fn();
  const turn = vi.fn<() => Promise<number | null>>().mockRejectedValue(new Error("store away"));
  const loop = new Loop({ turn, failed });
  loop.wake();
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(1000);
  await vi.advanceTimersByTimeAsync(1999);
  expect(turn).toHaveBeenCalledTimes(2);
  turn.mockResolvedValue(null);
  await vi.advanceTimersByTimeAsync(1);
  expect(turn).toHaveBeenCalledTimes(3);
  expect(failed).toHaveBeenCalledTimes(2);
});

test("stopped, it does nothing more", async () => {
  const turn = vi.fn(async () => 10);
  const loop = new Loop({ turn, failed: () => undefined });
  loop.wake();
  await vi.advanceTimersByTimeAsync(0);
  await loop.stop();
  loop.wake();
  await vi.advanceTimersByTimeAsync(1000);
  expect(turn).toHaveBeenCalledTimes(1);
});
