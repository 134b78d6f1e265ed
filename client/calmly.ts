import type { Watched } from "./watched.ts";

type Subscribe = Watched<unknown>["subscribe"];

/**
 * Hears of a change at once, and of those that follow at most every `everyMs`: never later than that, and never not.
 * Whoever reads the value reads the newest.
 */
export const calmly =
  (subscribe: Subscribe, everyMs: number): Subscribe =>
  (listener) => {
    let told = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      told = performance.now();
      listener();
    };
    const hear = (): void => {
      if (timer !== undefined) return;
      const waitMs = told + everyMs - performance.now();
      if (waitMs <= 0) tell();
      else timer = setTimeout(tell, waitMs);
    };
    const leave = subscribe(hear);
    return () => {
      clearTimeout(timer);
      leave();
    };
  };
