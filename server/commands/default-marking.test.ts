import { afterAll, beforeAll, expect, it } from "vitest";
import { memberships } from "#db/schema/tables";
import { administrator, incident, refusalOf, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, openTestServer, type TestServer } from "#server/testing-http";

let server: TestServer;
let room: TestIncident;
let commander: TestPerson;
let liaison: TestPerson;
let responder: TestPerson;
let other: TestPerson;

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  const own = await room.enter();
  liaison = await room.bring(own, "liaison");
  responder = await room.bring(own, "responder");
  other = await room.bring(await room.enter(), "liaison");
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

type Marking = "TLP:RED" | "TLP:AMBER+STRICT" | "TLP:AMBER" | "TLP:GREEN" | "TLP:CLEAR";
const set = (by: TestPerson, marking: Marking | null, organisation = liaison.organisation) =>
  send(server.context, by, room.id, { kind: "organisation.set-default-marking", organisation, marking });
const markingOf = async (by: TestPerson, wish: Parameters<typeof send>[3]): Promise<string> => {
  const { event } = await send(server.context, by, room.id, wish);
  const line = (await room.log()).find((one) => one.event.id === event.id);
  return line?.seen.marking ?? "nothing";
};
const posted = (by: TestPerson) => markingOf(by, { kind: "update.post", organisation: by.organisation, text: "words" });

it("is not the commander's, nor another organisation's, to set, nor ever laxer than the incident's", async () => {
  for (const by of [commander, responder, other])
    expect(await refusalOf(set(by, "TLP:RED"))).toMatchObject({ code: "forbidden" });
  for (const marking of ["TLP:GREEN", "TLP:CLEAR"] as const)
    expect(await refusalOf(set(liaison, marking))).toMatchObject({ code: "invalid", field: "marking" });
  expect(await posted(responder)).toBe("TLP:AMBER");
});

it("is what its people's items carry unless they say otherwise, and nobody else's", async () => {
  await set(liaison, "TLP:AMBER+STRICT");
  expect(await posted(responder)).toBe("TLP:AMBER+STRICT");
  expect(await markingOf(responder, { kind: "comment.post", on: "room", text: "words" })).toBe("TLP:AMBER+STRICT");
  expect(await posted(other)).toBe("TLP:AMBER");
  const relayed = { kind: "update.post", organisation: liaison.organisation, text: "heard", source: "phone" } as const;
  expect(await markingOf(commander, relayed)).toBe("TLP:AMBER+STRICT");
  const said = {
    kind: "update.post",
    organisation: liaison.organisation,
    text: "words",
    marking: "TLP:GREEN",
  } as const;
  expect(await markingOf(responder, said)).toBe("TLP:GREEN");
  const preview = await ask(server, `/api/v1/incidents/${room.id}/audience`, { by: responder });
  expect(preview.json).toMatchObject({ organisations: 1 });
  await set(liaison, null);
  expect(await posted(responder)).toBe("TLP:AMBER");
});

it("holds for whom nobody has vouched for as well", async () => {
  const newcomer = await room.bring(other.organisation, "responder", "provisional");
  expect(await posted(newcomer)).toBe("TLP:AMBER");
  expect(await markingOf(newcomer, { kind: "comment.post", on: "room", text: "words" })).toBe("TLP:AMBER");
  const { json } = await ask(server, `/api/v1/incidents/${room.id}/catch-up`, { by: newcomer });
  expect(json["marking"]).toBe("TLP:AMBER");
});

it("may be set by who administers the organisation, without a role in the incident", async () => {
  const elsewhere = await incident(server.context, commander);
  const administers = await elsewhere.bring(await elsewhere.enter(), "responder");
  const belongs = { person: administers.id, organisation: liaison.organisation, role: "admin" as const };
  expect(await refusalOf(set(administers, "TLP:RED"))).toMatchObject({ code: "not-found" });
  await server.store.db.insert(memberships).values(belongs);
  await set(administers, "TLP:AMBER+STRICT");
  expect(await refusalOf(set(administers, "TLP:RED", other.organisation))).toMatchObject({ code: "forbidden" });
  expect(await posted(responder)).toBe("TLP:AMBER+STRICT");
  const { events } = JSON.parse((await ask(server, `/api/v1/incidents/${room.id}/events`, { by: other })).text);
  expect(events.at(-1)?.by).toMatchObject({ person: administers.id, role: "org_admin" });
});
