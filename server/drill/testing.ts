import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { installation } from "#db/schema/tables";
import { openTestStore } from "#db/testing";
import { testScratch } from "#db/testing-files";
import type { Event } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { Limits } from "#server/access/limits";
import { AuditTrail } from "#server/audit/trail";
import type { Context } from "#server/context";
import { readEnv } from "#server/env";
import { Cursors } from "#server/journal/cursor";
import { Journal } from "#server/journal/journal";
import { readEntries } from "#server/journal/read";
import { Playing } from "./playing.ts";

const START = Date.parse("2030-01-01T00:00:00.000Z");
export const PAUSE_AFTER_MS = 600_000;

/** A server's context on a store of its own, with a wall clock that only the test moves. */
export const openDrillContext = async () => {
  const store = await openTestStore();
  let wall = START;
  const now = () => new Date(wall);
  const freshJournal = () => new Journal({ db: store.db, now, ring: () => undefined });
  const secret = randomBytes(32);
  const dataDir = mkdtempSync(path.join(testScratch(), "drill-"));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const context: Context = {
    env: readEnv({}),
    store,
    journal: freshJournal(),
    cursors: new Cursors(secret, 0),
    limits: new Limits(false, () => wall),
    audit: new AuditTrail({ db: store.db, secret, dataDir, epoch: 0, now, log }),
    log,
    now,
    live: { present: () => new Set(), endSession: () => undefined, checkSessions: () => undefined },
  };
  return {
    context,
    pass: (ms: number) => {
      wall += ms;
    },
    /** The same store seen by a server that has just started. */
    restarted: (): Context => ({ ...context, journal: freshJournal() }),
    /** The installation forgets its drill, so that the next one is declared beside it. */
    forgetDrill: async () => {
      await store.db.delete(installation).where(eq(installation.key, "drill"));
    },
    close: store.close,
  };
};

/** A drill's player without timers; `watched.is` says whether somebody has the board open. */
export const openPlaying = (context: Context, incident: IncidentId, watched = { is: true }): Playing => {
  const playing = new Playing(context, incident, { isWatched: () => watched.is, pauseAfterMs: PAUSE_AFTER_MS });
  context.journal.subscribe(({ entries }) => {
    for (const { event } of entries) if (event.kind === "drill.paced") playing.turned(event);
  });
  return playing;
};

/** Lets it do all that is due at this moment; answers how long it would wait then. */
export const playOut = async (playing: Playing): Promise<number | null> => {
  let wait = await playing.turn();
  while (wait === 0) wait = await playing.turn();
  return wait;
};

export const readLog = async ({ store }: Context, incident: IncidentId): Promise<Event[]> =>
  (await readEntries(store.db, incident, 0, 5000)).map((entry) => entry.event);
