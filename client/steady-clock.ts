/** The two clocks of a device, in milliseconds. */
export type DeviceClocks = { wall: () => number; running: () => number };

const device: DeviceClocks = { wall: () => Date.now(), running: () => performance.now() };

/** A step of the wall clock below this is drift, not sleep. */
const STEP_MS = 2_000;

/**
 * A clock that never goes back and counts a sleep of the device: the running clock stands still while the device
 * sleeps, the wall clock is set at will. Setting the wall clock forward looks like a sleep, and does no harm.
 */
export const makeSteadyClock = (clocks: DeviceClocks = device): (() => number) => {
  let lead = clocks.wall() - clocks.running();
  let slept = 0;
  return () => {
    const running = clocks.running();
    const step = clocks.wall() - running - lead;
    if (Math.abs(step) > STEP_MS) {
      lead += step;
      slept += Math.max(0, step);
    }
    return running + slept;
  };
};

export const steadyNow = makeSteadyClock();
