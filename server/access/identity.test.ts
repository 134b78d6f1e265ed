import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administrator, incident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, connect, openServer, openTestServer, type TestServer } from "#server/testing-http";

const PASSWORD = "a long enough password";
const OTHER = "another good password";
const HOUR = 3_600_000;

let server: TestServer;
let person: TestPerson;
let password = PASSWORD;

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
const cookieIn = ({ headers }: Answer): string => headers.get("set-cookie")?.split(";")[0] ?? "";
const signIn = async (userAgent = "test"): Promise<TestPerson> => {
  const answer = await api("/session", {
    body: { email: person.email, password },
    headers: { "user-agent": userAgent },
  });
  expect(answer.json).toEqual({ ok: true });
  return { ...person, cookie: cookieIn(answer) };
};
type Item = { id: string; here: boolean; device: string };
const sessionsOf = async (by: TestPerson): Promise<Item[]> =>
  (JSON.parse((await api("/me/sessions", { by })).text) as { items: Item[] }).items;
const isIn = async (by: TestPerson): Promise<boolean> => (await api("/me", { by })).status === 200;
const codeAt = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

beforeAll(async () => {
  server = await openTestServer();
  person = await administrator(server.context, PASSWORD);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("a session", () => {
  it("of somebody else is not there to be ended, and no token touches how one signs in", async () => {
    const room = await incident(server.context, person);
    const other = await room.bring(person.organisation, "responder");
    const mine = (await sessionsOf(person))[0];
    expect((await api(`/me/sessions/${mine?.id}`, { by: other, method: "DELETE" })).status).toBe(404);
    const { json } = await api("/me/tokens", { by: person, body: { name: "program" } });
    const headers = { authorization: `Bearer ${String(json["token"])}` };
    for (const [path, body] of [
      ["/me/sessions/end-others", {}],
      ["/me/password", { current: PASSWORD, password: OTHER }],
      ["/me/totp", { password: PASSWORD }],
      ["/me/name", { name: "Somebody" }],
    ] as const)
      expect((await api(path, { body, headers })).status, path).toBe(403);
    expect(await isIn(person)).toBe(true);
  });

  it("ends after an hour without use, after twelve in all, and asking when does not prolong it", async () => {
    const [idle, used] = [await signIn(), await signIn()];
    const ends = async (by: TestPerson) => (await api("/session", { by })).json["ends"];
    expect(await ends(idle)).toEqual({ wholeMs: 12 * HOUR, idleMs: HOUR });
    server.clock.advance(HOUR - 1000);
    expect(await ends(idle)).toEqual({ wholeMs: 11 * HOUR + 1000, idleMs: 1000 });
    expect(await isIn(used)).toBe(true);
    server.clock.advance(1000);
    expect([await isIn(idle), await isIn(used), await ends(idle)]).toEqual([false, true, null]);
    for (let hours = 1; hours <= 11; hours += 1) {
      server.clock.advance(HOUR - 60_000);
      expect(await isIn(used), `${hours}`).toBe(true);
    }
    // Used a moment ago, and still over: twelve hours in all.
    server.clock.advance(12 * 60_000);
    expect(await isIn(used)).toBe(false);
    person = await signIn();
  });

  it("of somebody who came by link lasts longer, for there is no way back", async () => {
    const room = await incident(server.context, person);
    const guest = await room.bring(person.organisation, "responder");
    server.clock.advance(23 * HOUR);
    expect(await isIn(guest)).toBe(true);
    for (let days = 0; days < 7; days += 1) {
      server.clock.advance(23 * HOUR);
      await isIn(guest);
    }
    expect(await isIn(guest)).toBe(false);
    person = await signIn();
  });

  it("is listed with its device in plain words, and ended alone or with all others", async () => {
    const phone = await signIn("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0");
    const items = await sessionsOf(person);
    expect(items.map(({ device, here }) => [device, here])).toEqual(
      expect.arrayContaining([
        ["Firefox on Android", false],
        ["Unknown device", true],
      ]),
    );
    const away = items.find(({ device }) => device === "Firefox on Android");
    expect((await api(`/me/sessions/${away?.id}`, { by: person, method: "DELETE" })).status).toBe(200);
    expect(await isIn(phone)).toBe(false);
    const others = [await signIn(), await signIn()];
    const socket = await connect(server, others[0] ?? person);
    const gone = socket.gone();
    expect((await api("/me/sessions/end-others", { by: person, body: {} })).json).toEqual({ ended: 2 });
    await gone;
    expect(socket.closings).toEqual([{ reason: "signed-out", retryMs: 0 }]);
    expect(await Promise.all([person, ...others].map(isIn))).toEqual([true, false, false]);
  });
});

describe("a new password", () => {
  it("is not taken without the old one, nor when it is short", async () => {
    for (const current of [undefined, "", OTHER])
      expect((await api("/me/password", { by: person, body: { current, password: OTHER } })).json).toMatchObject({
        code: "forbidden",
        field: "password",
      });
    expect((await api("/me/password", { by: person, body: { current: PASSWORD, password: "short" } })).status).toBe(
      400,
    );
  });

  it("is asked for five times at most", async () => {
    const limited = await openServer(server, { limits: true });
    try {
      const attempt = (current: string) =>
        ask(limited, "/api/v1/me/password", { by: person, body: { current, password: OTHER } });
      for (let wrong = 0; wrong < 5; wrong += 1) expect((await attempt("wrong words here")).status).toBe(403);
      expect((await attempt(PASSWORD)).status).toBe(429);
    } finally {
      await limited.end();
    }
  });

  it("is none for who came by link and has proven no mailbox", async () => {
    const room = await incident(server.context, person);
    const guest = await room.bring(person.organisation, "responder");
    expect((await api("/me/password", { by: guest, body: { password: OTHER } })).json["code"]).toBe("conflict");
  });

  it("ends all other sessions and gives this one a new secret", async () => {
    const other = await signIn();
    const answer = await api("/me/password", { by: person, body: { current: PASSWORD, password: OTHER } });
    const now = { ...person, cookie: cookieIn(answer) };
    expect(now.cookie).not.toBe(person.cookie);
    expect(await Promise.all([person, other, now].map(isIn))).toEqual([false, false, true]);
    expect((await api("/session", { body: { email: person.email, password: PASSWORD } })).status).toBe(401);
    [person, password] = [now, OTHER];
  });
});

describe("an authenticator app", () => {
  let secret = "";
  let recoveryCodes: string[] = [];
  const begin = () => api("/session", { body: { email: person.email, password } });
  const second = async (code: string): Promise<Answer> => {
    const { json } = await begin();
    return api("/session/second-factor", { body: { ticket: json["ticket"], code } });
  };

  it("is not begun without the password, and asks for nothing before a code has confirmed it", async () => {
    expect((await api("/me/totp", { by: person, body: { password: PASSWORD } })).status).toBe(403);
    const { json } = await api("/me/totp", { by: person, body: { password } });
    secret = String(json["secret"]);
    expect(json["uri"]).toContain(`secret=${secret}`);
    expect((await api("/me/totp/confirm", { by: person, body: { code: "000000" } })).status).toBe(401);
    await signIn();
    const confirmed = await api("/me/totp/confirm", { by: person, body: { code: codeAt(secret, server.clock.now()) } });
    recoveryCodes = confirmed.json["recoveryCodes"] as string[];
    expect(new Set(recoveryCodes).size).toBe(10);
    const { rows } = await server.store.pool.query("select hash from recovery_codes");
    expect(rows.some(({ hash }) => recoveryCodes.includes(String(hash)))).toBe(false);
  });

  it("stands between the password and a session: the first step grants nothing", async () => {
    const answer = await begin();
    expect(answer.json).toMatchObject({ ok: false, next: "second-factor", factors: { code: true, passkey: false } });
    expect(answer.headers.get("set-cookie")).toBeNull();
    const ticket = String(answer.json["ticket"]);
    expect(await isIn({ ...person, cookie: `muster=${ticket}` })).toBe(false);
    expect((await api("/me", { headers: { authorization: `Bearer ${ticket}` } })).status).toBe(401);
  });

  it("takes no wrong code, none that was used, and none of a ticket that is old or used", async () => {
    expect((await second("000000")).status).toBe(401);
    // The code that confirmed the app is used.
    expect((await second(codeAt(secret, server.clock.now()))).status).toBe(401);
    server.clock.advance(60_000);
    const code = codeAt(secret, server.clock.now());
    const answers = await Promise.all([second(code), second(code), second(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    server.clock.advance(30_000);
    const { json } = await begin();
    const body = { ticket: json["ticket"], code: codeAt(secret, server.clock.now()) };
    expect((await api("/session/second-factor", { body })).status).toBe(200);
    expect((await api("/session/second-factor", { body: { ...body, code: recoveryCodes[9] } })).status).toBe(401);
    const old = (await begin()).json["ticket"];
    server.clock.advance(5 * 60_000);
    const late = { ticket: old, code: codeAt(secret, server.clock.now()) };
    expect((await api("/session/second-factor", { body: late })).status).toBe(401);
  });

  it("is replaced by a recovery code, once, in any spelling", async () => {
    const [code = ""] = recoveryCodes;
    expect((await second(code.toLowerCase().replaceAll("-", " "))).status).toBe(200);
    expect((await second(code)).status).toBe(401);
    expect((await api("/me/factors", { by: person })).json).toMatchObject({ recoveryCodes: 9 });
  });

  it("cannot be guessed for long", async () => {
    const limited = await openServer(server, { limits: true });
    try {
      const { json } = await begin();
      const guess = (code: string) =>
        ask(limited, "/api/v1/session/second-factor", { body: { ticket: json["ticket"], code } });
      for (let wrong = 0; wrong < 5; wrong += 1) expect((await guess("000000")).status).toBe(401);
      expect((await guess(recoveryCodes[1] ?? "")).status).toBe(429);
    } finally {
      await limited.end();
    }
  });

  it("is removed with the password alone, and its recovery codes with it", async () => {
    expect((await api("/me/totp/remove", { by: person, body: {} })).status).toBe(403);
    expect((await api("/me/totp/remove", { by: person, body: { password } })).status).toBe(200);
    expect((await api("/me/factors", { by: person })).json).toMatchObject({ totp: null, recoveryCodes: 0 });
    await signIn();
  });
});
