import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import { commanderPerson } from "./cast.ts";
import { startDrillPlayer } from "./player.ts";
import { SCENARIO, SCENARIO_OPENS } from "./scenario.ts";
import { startDrill } from "./start-drill.ts";
import { openDrillContext } from "./testing.ts";

let server: Awaited<ReturnType<typeof openDrillContext>>;
beforeAll(async () => {
  server = await openDrillContext();
});
afterAll(() => server.close());

const watch = { isWatched: () => true, pauseAfterMs: 600_000 };

/** Resolves when so many updates have been posted from now on. */
const posted = (context: Context, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count;
    const unsubscribe = context.journal.subscribe(({ entries }) => {
      left -= entries.filter(({ event }) => event.kind === "update.posted").length;
      if (left > 0) return;
      unsubscribe();
      resolve();
    });
  });

test("a drill that is there at the start plays, and follows its clock at once", async () => {
  const { context } = server;
  const incident = await startDrill(context);
  const opened = posted(context, SCENARIO.events.filter((event) => event.plays <= SCENARIO_OPENS).length);
  const player = startDrillPlayer(context, watch);
  await opened;
  const jumpTo = "2024-07-19T09:00:00.000Z";
  const later = SCENARIO.events.filter((event) => event.plays > SCENARIO_OPENS && event.plays <= jumpTo);
  const followed = posted(context, later.length);
  const person = await commanderPerson(context.store.db);
  await submit(context, person, incident, { id: uuidv7(), kind: "drill.pace", jumpTo });
  await followed;
  await player.stop();
});

test("a drill that is declared while it runs plays too; a stopped player has done its last line", async () => {
  await server.forgetDrill();
  const { context } = server;
  const player = startDrillPlayer(context, watch);
  const opened = posted(context, 1);
  const incident = await startDrill(context);
  await opened;
  await player.stop();
  const lines = (await context.journal.room(incident))?.place;
  server.pass(600_000);
  await new Promise(setImmediate);
  expect((await context.journal.room(incident))?.place).toBe(lines);
});
