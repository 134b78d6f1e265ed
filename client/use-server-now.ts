import { use, useSyncExternalStore } from "react";
import { serverNow } from "./server-clock.ts";
import { IncidentContext } from "./use-incident.ts";

type Ticker = { subscribe: (listener: () => void) => () => void; get: () => number };

const tickers = new Map<number, Ticker>();

const makeTicker = (everyMs: number): Ticker => {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    get: () => Math.floor(serverNow() / everyMs) * everyMs,
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        for (const each of [...listeners]) each();
      }, everyMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
};

const tickerOf = (everyMs: number): Ticker => {
  const known = tickers.get(everyMs);
  if (known !== undefined) return known;
  const made = makeTicker(everyMs);
  tickers.set(everyMs, made);
  return made;
};

/**
 * The server's wall clock in milliseconds, in steps of `everyMs`; all components of one step share a timer.
 * Outside an incident give `renderedAt` (ISO 8601), the server's clock when it rendered the page.
 */
export const useServerNow = (everyMs: number, renderedAt?: string): number => {
  const session = use(IncidentContext);
  const ticker = tickerOf(everyMs);
  return useSyncExternalStore(ticker.subscribe, ticker.get, () => {
    const at = renderedAt ?? session?.opening.at;
    if (at === undefined) throw new Error("useServerNow needs the time of rendering outside an incident.");
    return Math.floor(Date.parse(at) / everyMs) * everyMs;
  });
};
