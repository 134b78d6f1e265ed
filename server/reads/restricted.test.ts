import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { memberships } from "#db/schema/tables";
import { submit } from "#server/commands/submit";
import { administrator, incident, organisation, send, type TestPerson } from "#server/testing";
import { type Answer, ask, openTestServer, type TestServer } from "#server/testing-http";

let server: TestServer;
let commander: TestPerson;
let outside: TestPerson;
let own: string;

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  const hall = await incident(server.context, commander);
  outside = await hall.bring(await hall.enter(), "responder");
  own = await organisation(server.context);
  await server.store.db.insert(memberships).values({ person: outside.id, organisation: own, role: "admin" });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const declare = async (restricted: boolean): Promise<string> => {
  const wish = { kind: "incident.declare", title: "Outage", severity: 2, mode: "real", restricted };
  const { incident: id } = await submit(server.context, commander.id, null, { id: uuidv7(), ...wish });
  await send(server.context, commander, id, { kind: "organisation.enter", organisation: own });
  return id;
};
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);
const read = (path: string, by = outside) => ask(server, `/api/v1${path}`, { by });
const count = async () => (await read("/installation", commander)).json["incidents"];

it("is nowhere for who is not in it, not even for who administers an organisation of it", async () => {
  const before = await count();
  const hidden = await declare(true);
  expect(await count()).toBe(before);
  expect((await read("/incidents")).text).not.toContain(hidden);
  const nothing = bytes(await read(`/incidents/${uuidv7()}`));
  for (const path of ["", "/board", "/events", "/people", "/invitations", "/search?q=outage", "/export"])
    expect(bytes(await read(`/incidents/${hidden}${path}`))).toBe(nothing);
});

it("that is not restricted is known to him, under a neutral name and with nothing else", async () => {
  const before = await count();
  const known = await declare(false);
  expect(await count()).toBe(Number(before) + 1);
  expect((await read("/incidents")).json["administered"]).toMatchObject([{ id: known, role: "org_admin" }]);
  const one = await read(`/incidents/${known}`);
  expect(one.status).toBe(200);
  expect(one.text).not.toMatch(/Outage|severity|phase/);
  expect((await read(`/incidents/${known}/board`)).status).toBe(403);
});
