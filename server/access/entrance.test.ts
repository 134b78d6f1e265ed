import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "#domain/words";
import { administrator, back, incident, SETUP_TOKEN, send, type TestIncident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, openServer, openTestServer, type TestServer } from "#server/testing-http";

const PASSWORD = "a long enough password";
const HOUR = 3_600_000;

let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let own: string;
let liaison: TestPerson;

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

/** Time passes; who sits at a page signs in again meanwhile. */
const later = async (ms: number): Promise<void> => {
  server.clock.advance(ms);
  commander = await back(server.context, commander);
};

describe("set-up", () => {
  const wish = (token: string) => ({
    token,
    organisation: { name: "Second", code: "SEC", sector: "health" },
    person: { name: "Second", email: "second@example.org" },
  });

  it("is nothing to who has the wrong token", async () => {
    expect((await api("/setup", { body: wish("x".repeat(43)) })).status).toBe(404);
  });

  it("refuses a short password, and addresses that are none", async () => {
    const refused = async (person: object) =>
      (await api("/setup", { body: { ...wish(SETUP_TOKEN), person: { name: "A", email: "a@b.org", ...person } } }))
        .json;
    expect(await refused({ password: "short" })).toMatchObject({ field: "person.password" });
    for (const email of ["a", "a@b", "a b@c.org", "a\0b@c.org", "a@b\ud800.org"])
      expect(await refused({ email })).toMatchObject({ field: "person.email" });
    expect(await refused({ platformAdmin: true })).toMatchObject({ field: "platformAdmin" });
  });

  it("works once, also when it is pressed ten times, and is nothing afterwards", async () => {
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => api("/setup", { body: wish("wrong".repeat(9)) })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    commander = await administrator(server.context, PASSWORD);
    const late = await Promise.all([1, 2, 3].map(() => api("/setup", { body: wish(SETUP_TOKEN) })));
    for (const answer of late) expect(bytes(answer)).toBe(bytes(late[0] ?? answer));
    expect(late[0]).toMatchObject({ status: 404 });
    const { rows } = await server.store.pool.query("select 1 from people where platform_admin");
    expect(rows).toHaveLength(1);
  });
});

describe("signing in", () => {
  const signIn = (email: string, password: string) => api("/session", { body: { email, password } });

  it("tells no difference between an unknown address and a wrong password", async () => {
    const [wrong, unknown] = [
      await signIn(commander.email, "wrong words here"),
      await signIn("no@example.org", PASSWORD),
    ];
    const plain = ({ status, json }: Answer) => ({ status, ...json, requestId: "" });
    expect(plain(wrong)).toEqual(plain(unknown));
    expect(wrong).toMatchObject({ status: 401, json: { code: "unauthenticated" } });
  });

  it("starts a new session each time, in a cookie that no script reads", async () => {
    const [one, two] = [await signIn(commander.email.toUpperCase(), PASSWORD), await signIn(commander.email, PASSWORD)];
    const cookies = [one, two].map(({ headers }) => headers.get("set-cookie") ?? "");
    for (const cookie of cookies)
      expect(cookie).toMatch(/^muster=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect(cookies[0]).not.toBe(cookies[1]);
    const { rows } = await server.store.pool.query("select hash from sessions");
    for (const { hash } of rows) for (const cookie of cookies) expect(cookie.includes(String(hash))).toBe(false);
  });

  it("ends for good: the cookie is nothing afterwards, nor when it is too old", async () => {
    const cookie = (await signIn(commander.email, PASSWORD)).headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await api("/me", { by: { cookie } })).status).toBe(200);
    expect((await api("/session", { by: { cookie }, method: "DELETE" })).headers.get("clear-site-data")).toBe(
      '"cache"',
    );
    expect((await api("/me", { by: { cookie } })).status).toBe(401);
  });

  it("is slowed after five wrong passwords, for that account and address alone", async () => {
    const limited = await openServer(server, { limits: true });
    try {
      const attempt = (email: string, password: string) =>
        ask(limited, "/api/v1/session", { body: { email, password } });
      // Five, and the one of this minute.
      for (let wrong = 0; wrong < 6; wrong += 1)
        expect((await attempt(commander.email, "wrong words")).status).toBe(401);
      const slowed = await attempt(commander.email, PASSWORD);
      expect(slowed).toMatchObject({ status: 429, json: { code: "too-many" } });
      expect(Number(slowed.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await attempt("other@example.org", "wrong words")).status).toBe(401);
      server.clock.advance(16 * 60_000);
      expect((await attempt(commander.email, PASSWORD)).status).toBe(200);
    } finally {
      await limited.end();
    }
  });
});

type Made = { id: string; token: string; code: string; url: string };
const invite = (by: TestPerson, fields: object, at = room) =>
  api(`/incidents/${at.id}/invitations`, { by, body: { organisation: own, role: "responder", ...fields } });
const made = async (fields: object = {}): Promise<Made> => JSON.parse((await invite(commander, fields)).text) as Made;
let guests = 0;
const accept = (key: string, more: Ask = {}, fields: object = {}) => {
  guests += 1;
  const body = { name: `Newcomer ${guests}`, email: `newcomer-${guests}@example.org`, ...fields };
  return api(`/join/${encodeURIComponent(key)}`, { body, ...more });
};

describe("inviting", () => {
  beforeAll(async () => {
    room = await incident(server.context, commander);
    own = await room.enter();
    liaison = await room.bring(own, "liaison");
  });

  it.each<[string, Role, "own" | "other", number]>([
    ["responder", "observer", "own", 403],
    ["observer", "guest", "own", 403],
    ["liaison", "responder", "other", 403],
    ["liaison", "scribe", "own", 403],
    ["liaison", "guest", "own", 403],
    ["liaison", "auditor", "own", 403],
    ["deputy", "deputy", "own", 403],
    ["deputy", "auditor", "own", 403],
    ["liaison", "commander", "own", 403],
    ["liaison", "liaison", "own", 201],
    ["liaison", "observer", "own", 201],
    ["deputy", "guest", "other", 201],
  ])("by a %s, to be %s of the %s organisation: %i", async (role, as, whose, status) => {
    const person = await room.bring(own, role as Role);
    const organisation = whose === "own" ? own : commander.organisation;
    expect((await invite(person, { role: as, organisation })).status).toBe(status);
  });

  it("by nobody who is not vouched for, to command by nobody, and into nothing that is not here", async () => {
    const newcomer = await room.bring(own, "liaison", "provisional");
    expect((await invite(newcomer, {})).status).toBe(403);
    expect((await invite(commander, { role: "commander" })).status).toBe(403);
    expect((await invite(commander, { organisation: uuidv7() })).status).toBe(404);
    for (const wrong of [{ maxUses: 0 }, { maxUses: 501 }, { expiresAt: "2020-01-01T00:00:00Z" }, { uses: 0 }])
      expect((await invite(commander, wrong)).status).toBe(400);
  });

  it("is listed and revoked by those who may invite, without its secrets", async () => {
    const { id, token, code } = await made({ organisation: commander.organisation });
    const list = await api(`/incidents/${room.id}/invitations`, { by: commander });
    expect([list.text.includes(id), list.text.includes(token), list.text.includes(code)]).toEqual([true, false, false]);
    expect((await api(`/incidents/${room.id}/invitations`, { by: liaison })).text.includes(id)).toBe(false);
    const path = `/incidents/${room.id}/invitations/${id}`;
    expect((await api(path, { by: liaison, method: "DELETE" })).status).toBe(404);
    expect((await api(path, { by: commander, method: "DELETE" })).status).toBe(200);
  });
});

describe("a link", () => {
  it("that is used, revoked, expired, guessed or of a closed incident is the same nothing", async () => {
    const guessed = await accept("x".repeat(43));
    expect(guessed.status).toBe(404);
    const used = await made();
    expect((await accept(used.token)).status).toBe(201);
    const revoked = await made();
    await api(`/incidents/${room.id}/invitations/${revoked.id}`, { by: commander, method: "DELETE" });
    const ended = await incident(server.context, commander);
    const closed = JSON.parse((await invite(commander, { organisation: commander.organisation }, ended)).text) as Made;
    await send(server.context, commander, ended.id, { kind: "incident.close", resolution: "done" });
    const expired = await made({ expiresAt: new Date(server.clock.now().getTime() + HOUR).toISOString() });
    await later(2 * HOUR);
    for (const { token } of [used, revoked, closed, expired]) {
      expect(bytes(await accept(token))).toBe(bytes(guessed));
      expect(bytes(await api(`/join/${token}`))).toBe(bytes(guessed));
    }
  });

  it("pressed by twenty at once makes one member, or as many as it says", async () => {
    for (const maxUses of [1, 3]) {
      const { token } = await made({ maxUses });
      const before = (await room.length()) ?? 0;
      const answers = await Promise.all(Array.from({ length: 20 }, () => accept(token)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(maxUses);
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(20 - maxUses);
      expect(await room.length()).toBe(before + maxUses);
    }
  });

  it("makes nobody more than it says, and newcomers provisional", async () => {
    const { token } = await made();
    for (const raised of [{ role: "commander" }, { standing: "vouched" }, { organisation: commander.organisation }])
      expect((await accept(token, {}, raised)).status).toBe(400);
    for (const wrong of [{ name: "" }, { name: "x".repeat(81) }, { name: "a\0b" }, { email: "none" }])
      expect((await accept(token, {}, wrong)).status).toBe(400);
    expect(await accept(token)).toMatchObject({ status: 201, json: { role: "responder", standing: "provisional" } });
  });

  it("tells before what it is, and nothing of what the incident holds", async () => {
    const { token } = await made();
    const { json } = await api(`/join/${token}`);
    expect(Object.keys(json).sort((a, b) => a.localeCompare(b))).toEqual([
      ...["expiresAt", "incident", "invitedBy", "organisation", "role", "sees"],
    ]);
  });

  it("pressed twice by one person who is signed in counts once", async () => {
    const { token } = await made({ maxUses: 5 });
    const person = await room.bring(own, "responder");
    await send(server.context, commander, room.id, { kind: "participant.remove", person: person.id });
    const press = () => accept(token, { by: person }, { name: person.name, email: person.email });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ status, json }) => [status, json["person"]])).toEqual(
      Array.from({ length: 3 }, () => [201, { id: person.id, name: person.name }]),
    );
    const { rows } = await server.store.pool.query(
      "select uses from invitations order by created_at desc, id desc limit 1",
    );
    expect(rows).toEqual([{ uses: 1 }]);
  });

  it("makes an address that was only typed no known person", async () => {
    const { token } = await made();
    const { json } = await accept(token, {}, { email: commander.email });
    expect(json["person"]).not.toMatchObject({ id: commander.id });
  });
});

describe("a spoken code", () => {
  it("works in any spelling, for an hour", async () => {
    const { code } = await made({ maxUses: 3 });
    for (const spoken of [code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`])
      expect((await accept(spoken)).status).toBe(201);
    const late = await made();
    await later(HOUR + 1);
    expect((await accept(late.code)).status).toBe(404);
    expect((await accept(late.token)).status).toBe(201);
  });

  it("cannot be guessed for long", async () => {
    const { code } = await made();
    const limited = await openServer(server, { limits: true });
    try {
      const guess = (key: string) => ask(limited, `/api/v1/join/${key}`);
      const answers = [];
      for (let turn = 0; turn < 12; turn += 1) answers.push((await guess(`AAAA${1000 + turn}`)).status);
      expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 404));
      expect(answers.at(-1)).toBe(429);
      expect((await guess(code)).status).toBe(429);
    } finally {
      await limited.end();
    }
  });
});

describe("a token", () => {
  it("acts as its person until it is revoked or runs out, and is shown once", async () => {
    const expiresAt = new Date(server.clock.now().getTime() + HOUR).toISOString();
    const { json } = await api("/me/tokens", { by: commander, body: { name: "program", expiresAt } });
    const headers = { authorization: `Bearer ${String(json["token"])}` };
    expect((await api("/me", { headers })).json).toMatchObject({ person: { id: commander.id } });
    expect((await api("/me/tokens", { by: commander })).text.includes(String(json["token"]))).toBe(false);
    expect((await api(`/me/tokens/${String(json["id"])}`, { by: liaison, method: "DELETE" })).status).toBe(404);
    await later(HOUR);
    expect((await api("/me", { headers })).status).toBe(401);
  });
});
