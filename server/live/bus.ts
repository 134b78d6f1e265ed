import { type Bell, openBell } from "#db/bell";
import { faultWords } from "#server/fault-words";
import type { Journal } from "#server/journal/journal";
import type { Logger } from "#server/logger";

const POLL_EVERY_MS = 2000;
/** Rung instead of an incident: some session or token has ended. No incident has this id. */
const SESSIONS = "sessions";

export type Bus = {
  ring: (incident: string) => void;
  /** Tells the other nodes that a session or token has ended, not whose. */
  ringSessions: () => void;
  close: () => Promise<void>;
};

/** One node on its own store needs no bell. */
export const NO_BUS: Bus = { ring: () => undefined, ringSessions: () => undefined, close: async () => undefined };

type Ports = { journal: () => Journal; checkSessions: () => void; log: Logger; pollEveryMs?: number };

/**
 * Between nodes on one PostgreSQL: a doorbell without content, and a poll in case the bell is lost.
 * Either way the node reads the log and the sessions itself.
 */
export const openBus = (databaseUrl: string, ports: Ports): Bus => {
  const { journal, checkSessions, log, pollEveryMs = POLL_EVERY_MS } = ports;
  const catchUp = (incident: string): void => {
    journal()
      .catchUp(incident)
      .catch((error: unknown) => log.warn({ error: faultWords(error) }, "catch-up failed; the next poll tries again"));
  };
  const bell: Bell = openBell(databaseUrl, (rung) => (rung === SESSIONS ? checkSessions() : catchUp(rung)));
  const poll = setInterval(() => {
    checkSessions();
    for (const incident of journal().held()) catchUp(incident);
  }, pollEveryMs).unref();
  return {
    ring: bell.ring,
    ringSessions: () => bell.ring(SESSIONS),
    close: async () => {
      clearInterval(poll);
      await bell.close();
    },
  };
};
