import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drillTime } from "#domain/clocks";
import type { EventOf } from "#domain/event";
import { declared } from "#server/commands/declare";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import { COMMANDER_SEAT, CONTROL, castFacts, clockBeforeOpening, commanderPerson, organisationIds } from "./cast.ts";
import { SCENARIO, SCENARIO_OPENS, SCENARIO_SPEED } from "./scenario.ts";
import { wakeDrill } from "./sleep.ts";
import { openStage, perform, turnClock } from "./stage.ts";
import { startDrill } from "./start-drill.ts";
import { openDrillContext, openPlaying, PAUSE_AFTER_MS, playOut, readLog } from "./testing.ts";

let server: Awaited<ReturnType<typeof openDrillContext>>;
let context: Context;
beforeAll(async () => {
  server = await openDrillContext();
  context = server.context;
});
beforeEach(() => server.forgetDrill());
afterAll(() => server.close());

const updates = async (incident: string): Promise<EventOf<"update.posted">[]> =>
  (await readLog(context, incident)).filter((event) => event.kind === "update.posted");
const commander = async (): Promise<string> => commanderPerson(context.store.db);
const pace = async (incident: string, what: object) =>
  submit(context, await commander(), incident, { id: uuidv7(), kind: "drill.pace", ...what });
const rosterOf = async (incident: string, of = context) => {
  const room = await of.journal.room(incident);
  if (room === null) throw new Error("no such incident");
  return room.roster;
};
const shownIn = async (incident: string, of = context): Promise<string> => {
  const { clock } = await rosterOf(incident, of);
  return clock === null ? "" : new Date(drillTime(clock, context.now().getTime())).toISOString();
};
const boardOf = async (incident: string) => {
  const room = await context.journal.room(incident);
  const viewer = room?.participant(room.roster.commander);
  if (!room || !viewer) throw new Error("no such incident");
  return (await room.boardFor(viewer)).board;
};
const scriptUntil = (at: string) => SCENARIO.events.filter((event) => event.plays <= at);
/** Everything but the end. */
const END = "2024-09-25T00:00:00.000Z";

describe("what the player must not do", () => {
  test("it never posts into a real incident", async () => {
    const ids = await organisationIds(context.store.db);
    const [incident, person] = [uuidv7(), await commander()];
    await context.journal.begin(incident, {
      person,
      command: uuidv7(),
      alone: true,
      decide: (_view, at) =>
        declared({
          incident: {
            id: incident,
            title: "Real",
            severity: 1,
            mode: "real",
            cadenceMin: 60,
            restricted: false,
            defaultMarking: "TLP:AMBER",
            template: "drill-2024-07-19",
          },
          declarer: { person, name: COMMANDER_SEAT, organisation: ids.get(CONTROL.code) ?? "" },
          organisations: castFacts(ids),
          clock: clockBeforeOpening(at),
          at,
        }),
    });
    expect(await playOut(openPlaying(context, incident))).toBeNull();
    const stage = await openStage(context, incident);
    const command = { id: uuidv7(), kind: "update.post" as const, organisation: ids.get("DAL") ?? "", text: "x" };
    await expect(perform(context, stage, { code: "DAL", role: "liaison", command })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await readLog(context, incident)).toHaveLength(1);
  });

  test("while the commander has stopped the clock nothing is posted", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { paused: true });
    const before = (await readLog(context, incident)).length;
    server.pass(3_600_000);
    await playOut(playing);
    expect(await readLog(context, incident)).toHaveLength(before);
  });

  test("a closed drill stays as it is, and goes on when it is opened again", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    const person = await commander();
    await submit(context, person, incident, { id: uuidv7(), kind: "incident.close", resolution: "Enough." });
    server.pass(60_000);
    expect(await playOut(playing)).toBeNull();
    await submit(context, person, incident, { id: uuidv7(), kind: "incident.reopen", reason: "Once more." });
    await playOut(playing);
    expect((await updates(incident)).length).toBeGreaterThan(scriptUntil(SCENARIO_OPENS).length);
  });
});

describe("the board when it opens", () => {
  test("holds what had happened, each word as old as it is in the drill", async () => {
    const incident = await startDrill(context);
    await playOut(openPlaying(context, incident));
    expect(await shownIn(incident)).toBe(SCENARIO_OPENS);
    expect((await rosterOf(incident)).clock).toMatchObject({ speed: SCENARIO_SPEED, paused: false });
    const board = await boardOf(incident);
    const rows = Object.values(board.organisations);
    expect(rows).toHaveLength(103);
    const delta = rows.find((row) => row.code === "DAL");
    expect(delta).toMatchObject({
      own: { status: "down", source: "public-report" },
      heardAt: "2024-07-19T06:50:00.000Z",
    });
    const began = scriptUntil(SCENARIO_OPENS);
    expect((await updates(incident)).map((event) => event.text)).toEqual(began.map((event) => event.text));
  });

  test("is declared once, however many start at the same time", async () => {
    const other = server.restarted();
    const started = await Promise.all([startDrill(context), startDrill(other), startDrill(context)]);
    expect(new Set(started).size).toBe(1);
  });
});

describe("the script", () => {
  test("plays on time, and says how long until the next event", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    server.pass(20_000);
    const wait = await playOut(playing);
    const shown = await shownIn(incident);
    expect(await updates(incident)).toHaveLength(scriptUntil(shown).length);
    expect(wait).toBeGreaterThanOrEqual(250);
    expect(wait).toBeLessThanOrEqual(1000);
  });

  test("after a jump comes in order, each event at its own time, and the clock ends where it was set", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { jumpTo: "2024-07-19T17:00:00.000Z", speed: 60 });
    await playOut(playing);
    const expected = scriptUntil("2024-07-19T17:00:00.000Z");
    expect((await updates(incident)).map((event) => event.text)).toEqual(expected.map((event) => event.text));
    expect(await shownIn(incident)).toBe("2024-07-19T17:00:00.000Z");
    expect((await rosterOf(incident)).clock).toMatchObject({ speed: 60, paused: false });
    const { organisations } = await boardOf(incident);
    const klm = Object.values(organisations).find((row) => row.code === "KLM");
    expect(klm?.heardAt).toBe(SCENARIO.events.find((event) => event.key === "ev-039")?.plays);
  });

  test("a jump of a stopped clock leaves it stopped", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { paused: true, jumpTo: "2024-07-19T08:00:00.000Z" });
    await playOut(playing);
    expect((await rosterOf(incident)).clock).toMatchObject({ at: "2024-07-19T08:00:00.000Z", paused: true });
  });

  test("leaves out what an organisation that has left would say", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    const klm = (await organisationIds(context.store.db)).get("KLM") ?? "";
    await submit(context, await commander(), incident, { id: uuidv7(), kind: "organisation.leave", organisation: klm });
    await pace(incident, { jumpTo: "2024-07-19T12:00:00.000Z" });
    await playOut(playing);
    const posted = await updates(incident);
    expect(posted.filter((event) => event.organisation === klm)).toEqual([]);
    expect(posted).toHaveLength(scriptUntil("2024-07-19T12:00:00.000Z").length - 1);
  });

  test("ends with a word of exercise control, once, and the clock stands still", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { jumpTo: END });
    await playOut(playing);
    await playOut(openPlaying(server.restarted(), incident));
    const posted = await updates(incident);
    expect(posted).toHaveLength(SCENARIO.events.length + 1);
    expect(posted.at(-1)?.text).toContain("The script ends here");
    expect((await rosterOf(incident)).clock).toMatchObject({ at: END, paused: true });
    expect((await readLog(context, incident)).filter((event) => event.kind === "event.pinned")).toHaveLength(6);
  });
});

describe("played by more than one server", () => {
  test("playing twice changes nothing", async () => {
    const incident = await startDrill(context);
    await playOut(openPlaying(context, incident));
    const before = await readLog(context, incident);
    const again = server.restarted();
    await playOut(openPlaying(again, incident));
    expect(await readLog(context, incident)).toEqual(before);
  });

  test("a server that breaks off in the middle is continued where it was", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { jumpTo: END });
    await playing.turn();
    await playing.turn();
    const next = server.restarted();
    await playOut(openPlaying(next, incident));
    const texts = (await updates(incident)).map((event) => event.text).slice(0, SCENARIO.events.length);
    expect(texts).toEqual(SCENARIO.events.map((event) => event.text));
  });

  test("a clock that a server broke off from setting goes on", async () => {
    const incident = await startDrill(context);
    await playOut(openPlaying(context, incident));
    const stage = await openStage(context, incident);
    const { clock } = await rosterOf(incident);
    if (clock === null) throw new Error("a drill has a clock");
    await turnClock(context, stage, { command: uuidv7(), from: clock, to: { ...clock, paused: true } });
    const next = server.restarted();
    await playOut(openPlaying(next, incident));
    expect((await rosterOf(incident, next)).clock).toMatchObject({ paused: false });
  });

  test("whoever sets the clock first wins", async () => {
    const incident = await startDrill(context);
    await playOut(openPlaying(context, incident));
    const stage = await openStage(context, incident);
    const { clock } = await rosterOf(incident);
    if (clock === null) throw new Error("a drill has a clock");
    await pace(incident, { speed: 90 });
    const turning = turnClock(context, stage, { command: uuidv7(), from: clock, to: { ...clock, paused: true } });
    await expect(turning).rejects.toMatchObject({ code: "conflict" });
  });

  test("what passes while no server is there does not happen in the drill", async () => {
    const incident = await startDrill(context);
    await playOut(openPlaying(context, incident));
    server.pass(86_400_000);
    const next = server.restarted();
    await playOut(openPlaying(next, incident));
    expect(await shownIn(incident, next)).toBe(SCENARIO_OPENS);
    expect((await rosterOf(incident, next)).clock).toMatchObject({ paused: false });
  });
});

describe("with nobody watching", () => {
  test("it falls asleep, and goes on at the same time when somebody comes", async () => {
    const incident = await startDrill(context);
    const watched = { is: false };
    const playing = openPlaying(context, incident, watched);
    await playOut(playing);
    server.pass(PAUSE_AFTER_MS + 1);
    await playOut(playing);
    const asleepAt = await shownIn(incident);
    server.pass(3_600_000);
    await playOut(playing);
    expect(await shownIn(incident)).toBe(asleepAt);
    watched.is = true;
    await playOut(playing);
    expect((await rosterOf(incident)).clock).toMatchObject({ at: asleepAt, paused: false });
  });

  test("a pause of the commander is nobody's sleep", async () => {
    const incident = await startDrill(context);
    const playing = openPlaying(context, incident);
    await playOut(playing);
    await pace(incident, { paused: true });
    await playOut(playing);
    await wakeDrill(context, incident);
    expect((await rosterOf(incident)).clock).toMatchObject({ paused: true });
  });
});
