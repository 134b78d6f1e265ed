import { aliveAmong } from "#server/access/session";
import type { Context } from "#server/context";
import { faultWords } from "#server/fault-words";
import type { Connection } from "./connection.ts";

const EVERY_MS = 30_000;

export type SessionWatch = { check: () => void; close: () => void };

/** Closes the sockets of sessions and tokens that ended elsewhere or ran out: when told, and now and then. */
export const watchSessions = (context: Context, connections: ReadonlySet<Connection>): SessionWatch => {
  let isChecking = false;
  let again = false;
  const run = async (): Promise<void> => {
    isChecking = true;
    do {
      again = false;
      await endDead(context, connections);
    } while (again);
  };
  const check = (): void => {
    // What ended after a check began may not be in it.
    again = true;
    if (isChecking) return;
    run()
      .catch((error: unknown) => context.log.warn({ error: faultWords(error) }, "sessions; the next check tries again"))
      .finally(() => {
        isChecking = false;
      });
  };
  const timer = setInterval(check, EVERY_MS).unref();
  return { check, close: () => clearInterval(timer) };
};

const endDead = async (context: Context, connections: ReadonlySet<Connection>): Promise<void> => {
  const keys = new Map<string, Connection[]>();
  for (const connection of connections) {
    keys.set(connection.session.key, [...(keys.get(connection.session.key) ?? []), connection]);
  }
  if (keys.size === 0) return;
  const alive = await aliveAmong(context, [...keys.keys()]);
  for (const [key, held] of keys) {
    if (alive.has(key)) continue;
    for (const connection of held) connection.close("expired", 0);
  }
};
