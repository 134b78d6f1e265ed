/** A second press that comes so soon after the first was kept belongs to it: a double click, a trembling thumb. */
const SAME_PRESS_MS = 1_000;

export type OneAct = (what: string, act: () => Promise<void>) => Promise<void>;

/**
 * Runs one act at a time: whatever is pressed while one is being kept does nothing, nor does the same `what` right
 * after it. `now` is in milliseconds and never goes back.
 */
export const oneAct = (now: () => number): OneAct => {
  let isRunning = false;
  let last = { what: "", endedAt: 0 };
  return async (what, act) => {
    if (isRunning || (what === last.what && now() - last.endedAt < SAME_PRESS_MS)) return;
    isRunning = true;
    try {
      await act();
    } finally {
      isRunning = false;
      last = { what, endedAt: now() };
    }
  };
};
