import { describe, expect, test } from "vitest";
import { makeServerClock } from "./server-clock.ts";
import { makeSteadyClock } from "./steady-clock.ts";

const DAY_MS = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** A device whose clocks are set by hand, and a server whose clock is right. */
const scene = (deviceOffBy: number) => {
  const time = { real: 1_800_000_000_000, running: 5_000, off: deviceOffBy };
  const steady = makeSteadyClock({ wall: () => time.real + time.off, running: () => time.running });
  const clock = makeServerClock(steady, () => time.real + time.off);
  const pass = (ms: number) => {
    time.real += ms;
    time.running += ms;
  };
  const ask = (thereMs: number, backMs: number) => {
    const asked = steady();
    pass(thereMs);
    const said = iso(time.real);
    pass(backMs);
    clock.answered(asked, said);
  };
  return { time, steady, clock, pass, ask, sleep: (ms: number) => (time.real += ms) };
};

describe("server clock", () => {
  test.each([DAY_MS, -DAY_MS, 0])("a device %i ms off tells the server's time after one answer", (off) => {
    const { time, clock, ask } = scene(off);
    ask(40, 40);
    expect(clock.now()).toBe(time.real);
  });

  test("the median of a few round trips is not led by one crooked answer", () => {
    const { time, clock, ask } = scene(0);
    for (const back of [10, 10, 3_000, 10]) ask(10, back);
    expect(clock.now()).toBe(time.real);
  });

  test("setting the device's clock back changes nothing; forward, one answer mends it", () => {
    const { time, clock, ask } = scene(0);
    ask(10, 10);
    time.off = -DAY_MS;
    expect(clock.now()).toBe(time.real);
    time.off = DAY_MS;
    ask(10, 10);
    expect(clock.now()).toBe(time.real);
  });

  test("a server whose clock is set is believed at once", () => {
    const { time, clock, ask } = scene(0);
    for (let round = 0; round < 5; round += 1) ask(10, 10);
    time.off -= 3_600_000;
    time.real += 3_600_000;
    ask(10, 10);
    expect(clock.now()).toBe(time.real);
  });

  test("time slept counts, although the running clock stood still", () => {
    const { time, clock, ask, sleep, steady } = scene(0);
    ask(10, 10);
    const before = steady();
    sleep(8 * 3_600_000);
    expect(steady() - before).toBe(8 * 3_600_000);
    expect(clock.now()).toBe(time.real);
  });

  test("the steady clock never goes back", () => {
    const { time, steady, pass } = scene(0);
    let last = steady();
    for (const change of [-DAY_MS, 1_000, DAY_MS, -1_999, -60_000]) {
      time.off += change;
      pass(1);
      expect(steady()).toBeGreaterThan(last);
      last = steady();
    }
  });

  test("before any answer a device far off goes by the time of rendering", () => {
    const { time, clock } = scene(DAY_MS);
    clock.rendered(iso(time.real));
    expect(clock.now()).toBe(time.real);
  });
});
