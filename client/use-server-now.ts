import { use, useCallback, useSyncExternalStore } from "react";
import { serverClock } from "./server-clock.ts";
import { IncidentContext } from "./use-incident.ts";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The one ticker of this tab: a second is the finest step anybody is shown. */
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of [...listeners]) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

const inSteps = (ms: number, everyMs: number): number => Math.floor(ms / everyMs) * everyMs;

/**
 * The server's wall clock in milliseconds, in steps of `everyMs` (1,000 or more): a component renders anew
 * only when its step is over. Outside an incident give `renderedAt` (ISO 8601), the server's clock when it
 * rendered the page, so that the first render in the browser says what the server said.
 */
export const useServerNow = (everyMs: number, renderedAt?: string): number => {
  const session = use(IncidentContext);
  const read = useCallback(() => inSteps(serverClock.now(), everyMs), [everyMs]);
  return useSyncExternalStore(subscribe, read, () => {
    const at = renderedAt ?? session?.opening.at;
    if (at === undefined) throw new Error("No time.");
    return inSteps(Date.parse(at), everyMs);
  });
};
