import { type Bell, openBell } from "#db/bell";
import type { Journal } from "#server/journal/journal";
import type { Logger } from "#server/logger";

const POLL_EVERY_MS = 2000;

export type Bus = { ring: (incident: string) => void; close: () => Promise<void> };

/** One node on its own store needs no bell. */
export const NO_BUS: Bus = { ring: () => undefined, close: async () => undefined };

/**
 * Between nodes on one PostgreSQL: a doorbell without content, and a poll in case the bell is lost.
 * Either way the node reads the log itself.
 */
export const openBus = (databaseUrl: string, journal: () => Journal, log: Logger): Bus => {
  const catchUp = (incident: string): void => {
    journal()
      .catchUp(incident)
      .catch((error: unknown) => log.warn({ error: String(error) }, "catch-up failed; the next poll tries again"));
  };
  const bell: Bell = openBell(databaseUrl, catchUp);
  const poll = setInterval(() => {
    for (const incident of journal().held()) catchUp(incident);
  }, POLL_EVERY_MS).unref();
  return {
    ring: bell.ring,
    close: async () => {
      clearInterval(poll);
      await bell.close();
    },
  };
};
