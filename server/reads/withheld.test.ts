import { afterAll, beforeAll, expect, it } from "vitest";
import { administrator, incident, refusalOf, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, openTestServer, type TestServer } from "#server/testing-http";

let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let guest: TestPerson;
const liaisons: TestPerson[] = [];

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  for (let index = 0; index < 5; index += 1) liaisons.push(await room.bring(await room.enter("energy"), "liaison"));
  guest = await room.bring(commander.organisation, "guest");
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const say = (index: number, more: object = {}) => {
  const by = liaisons[index] ?? commander;
  const wish = {
    kind: "update.post",
    organisation: by.organisation,
    status: "down",
    marking: "TLP:AMBER+STRICT",
  } as const;
  return send(server.context, by, room.id, { ...wish, countUsIn: true, ...more });
};

const told = async (by: TestPerson): Promise<string> =>
  (await ask(server, `/api/v1/incidents/${room.id}/withheld`, { by })).text;
const sectors = async (by: TestPerson): Promise<unknown> => JSON.parse(await told(by)).sectors;
const nextMoment = () => server.clock.advance(60 * 60_000);

it("is off unless the author says so, and only for a status that others may not read", async () => {
  expect(await refusalOf(say(0, { marking: "TLP:AMBER" }))).toMatchObject({ field: "countUsIn" });
  expect(await refusalOf(say(0, { status: undefined, text: "words" }))).toMatchObject({ field: "countUsIn" });
  await say(0);
  await say(1, { countUsIn: false });
  nextMoment();
  expect(await sectors(guest)).toEqual([]);
});

it("is told at the next moment of the cadence, never when somebody posts, and the same to everybody", async () => {
  const before = await told(guest);
  await say(2);
  await say(3, { marking: "TLP:RED" });
  expect(await told(guest)).toBe(before);
  nextMoment();
  const [one, ...others] = await Promise.all([guest, ...liaisons].map(told));
  expect(JSON.parse(one ?? "").sectors).toEqual([{ sector: "energy", withheld: 3 }]);
  expect(new Set([one, ...others]).size).toBe(1);
});

it("ends with the next word that others may read, again at the next moment only", async () => {
  await say(2, { marking: "TLP:AMBER", countUsIn: false });
  await say(3, { marking: "TLP:GREEN", countUsIn: false });
  expect(await sectors(guest)).toEqual([{ sector: "energy", withheld: 3 }]);
  nextMoment();
  expect(await sectors(guest)).toEqual([]);
});

it("changes no cell and no line of whoever may not read it", async () => {
  const look = async () =>
    Promise.all(
      ["board", "events", "timeline", "people"].map(async (path) => {
        const { text } = await ask(server, `/api/v1/incidents/${room.id}/${path}`, { by: guest });
        return text.replaceAll(/"cursor":"[^"]*"/g, "");
      }),
    );
  const before = await look();
  await say(0);
  await say(1);
  expect(await look()).toEqual(before);
});
