import { TOTP } from "otpauth";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMailSender } from "#server/jobs/mail-sender";
import { SETUP_TOKEN } from "#server/testing";
import { type Answer, type Ask, ask, openTestServer, TestClient, type TestServer } from "#server/testing-http";
import { type Mailbox, openMailbox } from "#server/testing-mailbox";

const PASSWORD = "correct horse battery staple 7";
const NEXT = "another staple battery horse 8";
const EMAIL = "duty-canary@clinic.example";
const TEXT = "canary words of an update";

let mailbox: Mailbox;
let server: TestServer;
const secrets = new Map<string, string>();
const logged: string[] = [];

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
/** Remembers what must not be in the log. */
const secret = (what: string, value: string | undefined): string => {
  expect(value?.length ?? 0, what).toBeGreaterThan(5);
  secrets.set(what, value ?? "");
  return value ?? "";
};
const cookieOf = (what: string, answer: Answer): { cookie: string } => {
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  secret(what, cookie.split("=")[1]);
  return { cookie };
};
const found = (): string[] =>
  [...secrets].flatMap(([what, value]) => (logged.join("\n").includes(value) ? [what] : []));

beforeAll(async () => {
  mailbox = await openMailbox();
  server = await openTestServer({ env: { SMTP_URL: mailbox.url, MAIL_FROM: "muster@cert.example" } });
  const keep = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  Object.assign(server.context.log, { info: keep, warn: keep, error: keep });
  for (const [what, value] of Object.entries({ SETUP_TOKEN, PASSWORD, NEXT, EMAIL, TEXT })) secret(what, value);
});
afterAll(async () => {
  await mailbox.close();
  await server.close();
});

describe("the log", () => {
  it("holds no secret, address or text when the store refuses a statement that holds them", async () => {
    const organisation = { name: "Canary Clinic", code: "CAN", sector: "health" };
    const person = { name: "Canary Name", email: EMAIL, password: PASSWORD };
    secret("a name", person.name);
    await server.store.pool.query("alter table people rename to people_away");
    const wish = { token: SETUP_TOKEN, organisation, person };
    expect(await api("/setup", { body: wish })).toMatchObject({ status: 500, json: { code: "internal" } });
    expect(await api("/session", { body: { email: EMAIL, password: PASSWORD } })).toMatchObject({ status: 500 });
    await server.store.pool.query("alter table people_away rename to people");
    expect(logged.join("\n")).toMatch(/The store refused a statement .*42P01.*\\n\s+at /);
    expect(found()).toEqual([]);
  });

  it("holds none of them when people come in by every way, or try to", async () => {
    const organisation = { name: "Canary Clinic", code: "CAN", sector: "health" };
    const wish = {
      token: SETUP_TOKEN,
      organisation,
      person: { name: "Canary Name", email: EMAIL, password: PASSWORD },
    };
    const by = cookieOf("the session of the set-up", await api("/setup", { body: wish }));
    expect((await api("/session", { body: { email: EMAIL, password: `${PASSWORD}x` } })).status).toBe(401);
    cookieOf("a session", await api("/session", { body: { email: EMAIL, password: PASSWORD } }));
    const token = secret(
      "an API token",
      String((await api("/me/tokens", { by, body: { name: "program" } })).json["token"]),
    );
    expect((await api("/me", { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);

    const declared = await api("/incidents", { by, body: { id: uuidv7(), title: TEXT, severity: 2, mode: "real" } });
    const { id } = declared.json["incident"] as { id: string };
    const own = (await api("/me", { by })).json["organisations"] as { id: string }[];
    const made = await api(`/incidents/${id}/invitations`, {
      by,
      body: { organisation: own[0]?.id, role: "observer" },
    });
    const link = secret("an invitation", String(made.json["token"]));
    secret("a spoken code", String(made.json["code"]));
    cookieOf(
      "a guest's session",
      await api(`/join/${link}`, { body: { name: "Canary Guest", email: "guest@clinic.example" } }),
    );
    const post = { id: uuidv7(), kind: "update.post", organisation: own[0]?.id, text: TEXT };
    expect((await api(`/incidents/${id}/commands`, { by, body: post })).status).toBe(200);

    const sender = await openMailSender(server.context, { url: mailbox.url, from: "muster@cert.example" });
    mailbox.refuses = true;
    await api("/password-reset", { body: { email: EMAIL } });
    await sender.look();
    expect(logged.join("\n")).toContain("a mail could not be sent");
    mailbox.refuses = false;
    await api("/password-reset", { body: { email: EMAIL } });
    await sender.look();
    const mailed = secret("a reset link", /\/reset#([\w-]{43})/.exec(mailbox.received.at(-1)?.text ?? "")?.[1]);
    expect((await api("/password-reset/finish", { body: { token: mailed, password: NEXT } })).status).toBe(200);
    const again = cookieOf("a later session", await api("/session", { body: { email: EMAIL, password: NEXT } }));

    const app = await api("/me/totp", { by: again, body: { password: NEXT } });
    const words = secret("an app's secret", String(app.json["secret"]));
    const code = new TOTP({ secret: words }).generate({ timestamp: server.clock.now().getTime() });
    const confirmed = await api("/me/totp/confirm", { by: again, body: { code } });
    for (const [at, word] of (confirmed.json["recoveryCodes"] as string[]).entries())
      secret(`recovery code ${at}`, word);
    const ticket = (await api("/session", { body: { email: EMAIL, password: NEXT } })).json["ticket"];
    secret("a ticket", String(ticket));
    expect(found()).toEqual([]);
  });

  it("holds none of them when requests are hostile", async () => {
    const wrong = secret("a wrong token", "canary-token-that-is-none-at-all");
    const headers = { authorization: `Bearer ${wrong}`, cookie: `muster=${wrong}` };
    for (const path of [
      "/me",
      `/join/${wrong}`,
      `/incidents/${wrong}/board?q=${wrong}`,
      `/session/oidc/callback?code=${wrong}`,
    ])
      await api(path, { headers });
    for (const body of [`{"token":"${wrong}`, { token: wrong }, { __proto__: null, text: wrong, kind: wrong }])
      for (const path of ["/setup", "/session", "/welcome", "/session/oidc", "/me/tokens"])
        await api(path, { body, headers });
    const client = new TestClient(server.url, { auth: { protocol: 1, token: wrong } });
    await expect(client.connected()).rejects.toThrow();
    expect(found()).toEqual([]);
  });
});
