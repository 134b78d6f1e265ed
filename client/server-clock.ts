import { steadyNow } from "./steady-clock.ts";

/** One question to the server: when it was asked and answered (steady clock), and what its wall clock said. */
type Sample = { offsetMs: number; roundTripMs: number };

const SAMPLES_MAX = 5;
/** A clock that suddenly says something this far off was set: what was measured before counts no more. */
const STEP_MS = 5_000;

export type ServerClock = {
  /** The server's wall clock as this page knows it, in milliseconds. */
  now: () => number;
  /** The server's wall clock at a time of the steady clock. */
  at: (steadyMs: number) => number;
  /** An answer that carried the server's wall clock (ISO 8601). */
  answered: (asked: number, serverAt: string) => void;
  /** The server's wall clock when it rendered the page: a first guess, until something is measured. */
  rendered: (serverAt: string) => void;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** `wall` is this device's own clock: right until the server says otherwise. */
export const makeServerClock = (steady: () => number, wall: () => number): ServerClock => {
  let samples: Sample[] = [];
  let offsetMs = wall() - steady();
  return {
    now: () => steady() + offsetMs,
    at: (steadyMs) => steadyMs + offsetMs,
    answered: (asked, serverAt) => {
      const now = steady();
      const sample = { offsetMs: Date.parse(serverAt) - (asked + now) / 2, roundTripMs: now - asked };
      if (Number.isNaN(sample.offsetMs)) return;
      const wasSet = Math.abs(sample.offsetMs - offsetMs) > STEP_MS + sample.roundTripMs;
      samples = wasSet ? [sample] : [...samples, sample].slice(-SAMPLES_MAX);
      offsetMs = median(samples.map((each) => each.offsetMs));
    },
    rendered: (serverAt) => {
      const guess = Date.parse(serverAt) - steady();
      const isFarOff = Math.abs(guess - offsetMs) > 12 * STEP_MS;
      if (samples.length === 0 && isFarOff) offsetMs = guess;
    },
  };
};

/** The one of this tab. */
export const serverClock = makeServerClock(steadyNow, () => Date.now());
