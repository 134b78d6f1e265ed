import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, connect, openServer, openTestServer, type TestServer } from "#server/testing-http";
import { createApi } from "./api.ts";

/** Ids of others, and what is no id at all, in every place where a route takes one. */

let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let liaison: TestPerson;
let stranger: TestPerson;
let theirs: { incident: string; invitationId: string; token: string; event: string; cursor: string; pass: string };
let mine: { cursor: string; pass: string };

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  liaison = await room.bring(await room.enter(), "liaison");
  const other = await incident(server.context, commander);
  stranger = await other.bring(await other.enter(), "liaison");
  const invitation = { organisation: stranger.organisation, role: "observer" };
  const made = await api(`/incidents/${other.id}/invitations`, { by: stranger, body: invitation });
  const token = await api("/me/tokens", { by: stranger, body: { name: "program" } });
  const there = await (await connect(server, stranger)).join(other.id);
  const here = await (await connect(server, liaison)).join(room.id);
  const wish = {
    kind: "update.post",
    organisation: stranger.organisation,
    text: "theirs",
    marking: "TLP:GREEN",
  } as const;
  theirs = {
    incident: other.id,
    invitationId: String(made.json["id"]),
    token: String(token.json["id"]),
    event: (await send(server.context, stranger, other.id, wish)).event.id,
    cursor: there.cursor,
    pass: there.pass,
  };
  mine = { cursor: here.cursor, pass: here.pass };
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("an id of somebody else's", () => {
  it.each<[string, string, (id: string) => string, () => string]>([
    ["an invitation", "DELETE", (id) => `/incidents/${room.id}/invitations/${id}`, () => theirs.invitationId],
    ["an item", "GET", (id) => `/incidents/${room.id}/timeline/${id}`, () => theirs.event],
    ["a token", "DELETE", (id) => `/me/tokens/${id}`, () => theirs.token],
    ["an incident", "GET", (id) => `/incidents/${id}`, () => theirs.incident],
    [
      "an incident with one's own invitation",
      "DELETE",
      (id) => `/incidents/${id}/invitations/${uuidv7()}`,
      () => theirs.incident,
    ],
  ])("%s is an id of nothing", async (_what, method, path, id) => {
    const theirsIs = await api(path(id()), { by: liaison, method });
    expect(bytes(theirsIs)).toBe(bytes(await api(path(uuidv7()), { by: liaison, method })));
    expect(theirsIs.status).toBe(404);
  });

  it("leaves what is theirs as it was", async () => {
    const list = await api(`/incidents/${theirs.incident}/invitations`, { by: stranger });
    expect(list.text).toContain(theirs.invitationId);
    expect((await api("/me/tokens", { by: stranger })).text).toContain(theirs.token);
  });

  it("in the body, under an incident that is one's own, changes nothing", async () => {
    const before = [await room.length(), await server.context.journal.room(theirs.incident).then((one) => one?.place)];
    const reason = "because";
    for (const wish of [
      { kind: "update.redact", event: theirs.event, reason },
      { kind: "update.set-marking", event: theirs.event, marking: "TLP:RED", reason },
      { kind: "comment.post", on: theirs.event, text: "words" },
      { kind: "event.acknowledge", event: theirs.event },
      { kind: "update.post", organisation: liaison.organisation, text: "words", corrects: theirs.event },
      { kind: "update.post", organisation: liaison.organisation, text: "words", audience: { people: [stranger.id] } },
      { kind: "update.post", organisation: stranger.organisation, text: "words", source: "phone" },
      { kind: "participant.vouch", person: stranger.id },
      { kind: "participant.remove", person: stranger.id },
    ]) {
      for (const by of [liaison, commander]) {
        const path = `/incidents/${room.id}/commands`;
        const answer = await api(path, { by, body: { id: uuidv7(), ...wish } });
        expect([403, 404], `${wish.kind}: ${answer.text}`).toContain(answer.status);
      }
    }
    const after = [await room.length(), await server.context.journal.room(theirs.incident).then((one) => one?.place)];
    expect(after).toEqual(before);
  });

  it("cursors and passes of theirs bring a fresh board of one's own, by either door", async () => {
    const client = await connect(server, liaison);
    for (const place of [{ cursor: theirs.cursor, pass: theirs.pass }, { ...mine, pass: theirs.pass }, theirs]) {
      const { cursor, pass } = place;
      const joined = await client.join(room.id, { cursor, pass });
      expect(joined.snapshot?.incident.id).toBe(room.id);
      expect(JSON.stringify(joined)).not.toContain(theirs.event);
    }
    await expect(client.join(theirs.incident, theirs)).rejects.toThrow();
    const feed = await api(`/incidents/${room.id}/events?cursor=${encodeURIComponent(theirs.cursor)}`, { by: liaison });
    expect(feed.json).toMatchObject({ reset: true });
    client.close();
  });
});

/** What stands for an id, and is none; two dots alone are a client's own way to another path. */
const NONE = [
  "null",
  "undefined",
  "0",
  "-1",
  "[]",
  "{}",
  "..%2f..%2f",
  "%2e%2e%2f",
  "%00",
  "*",
  "%25",
  // With what stands around it still short enough to be an address.
  "x".repeat(1900),
];

it("what is no id is an id of nothing in every path, and never a filter that lets all through", async () => {
  const { routes } = createApi(server.context, { setUpToken: "t", version: "test" });
  const nothing = await api(`/incidents/${uuidv7()}`, { by: commander });
  for (const { method, path } of routes.filter((route) => /\{(id|event|invitationId)\}/.test(route.path))) {
    for (const slot of path.match(/\{\w+\}/g) ?? []) {
      for (const none of NONE) {
        const filled = path
          .replace(slot, none)
          .replace("{id}", room.id)
          .replaceAll(/\{\w+\}/g, uuidv7());
        const body = method === "POST" ? { body: {} } : {};
        const answer = await api(filled, { by: commander, method, ...body });
        expect([400, 404], `${method} ${filled}: ${answer.text}`).toContain(answer.status);
        if (method === "GET" && answer.status === 404) expect(bytes(answer)).toBe(bytes(nothing));
      }
    }
  }
});

describe("a link", () => {
  it("guessed a thousand times is never found, and soon not looked for, whatever address the guesser claims", async () => {
    const limited = await openServer(server, { limits: true });
    const { json } = await api(`/incidents/${room.id}/invitations`, {
      by: commander,
      body: { organisation: liaison.organisation, role: "observer" },
    });
    const token = String(json["token"]);
    const statuses = new Map<number, number>();
    for (let turn = 0; turn < 1000; turn += 1) {
      const guess = token.slice(0, -4) + String(turn).padStart(4, "A");
      const headers = { "x-forwarded-for": `203.0.113.${turn % 250}` };
      const { status } = await ask(limited, `/api/v1/join/${guess}`, { headers });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 404: 10, 429: 990 });
    await limited.end();
    const used = await api(`/join/${token}`, { body: { name: "Newcomer", email: "newcomer@organisation.example" } });
    expect(used.status).toBe(201);
  });

  it("leads into its organisation alone, and is nothing once that has left", async () => {
    const organisation = await room.enter();
    const path = `/incidents/${room.id}/invitations`;
    const body = { organisation, role: "responder", maxUses: 3 };
    const { json } = await api(path, { by: commander, body });
    const press = (more: object = {}) =>
      api(`/join/${String(json["token"])}`, { body: { name: "Newcomer", email: "new@organisation.example", ...more } });
    expect((await press({ organisation: liaison.organisation })).status).toBe(400);
    expect((await press({ role: "liaison" })).status).toBe(400);
    expect((await press()).json).toMatchObject({ organisation: { id: organisation }, role: "responder" });
    await send(server.context, commander, room.id, { kind: "organisation.leave", organisation });
    expect(bytes(await press())).toBe(
      bytes(await api(`/join/${"x".repeat(43)}`, { body: { name: "N", email: "n@o.example" } })),
    );
  });
});
