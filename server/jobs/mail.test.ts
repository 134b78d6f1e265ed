import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { administrator, back, incident, type TestIncident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, connect, openServer, openTestServer, type TestServer } from "#server/testing-http";
import { type Mailbox, openMailbox } from "#server/testing-mailbox";
import { type MailSender, openMailSender } from "./mail-sender.ts";

const PASSWORD = "a long enough password";
const NEXT = "another good password";

let mailbox: Mailbox;
let server: TestServer;
let sender: MailSender;
let admin: TestPerson;
let room: TestIncident;

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);
const askReset = (email: string) => api("/password-reset", { body: { email } });
const finish = (token: string, password = NEXT) => api("/password-reset/finish", { body: { token, password } });
/** The newest mail, once the outbox is sent. */
const delivered = async () => {
  await sender.look();
  return mailbox.received.at(-1) ?? { to: "", headers: "", text: "" };
};
const tokenIn = (text: string): string => /\/reset#([\w-]{43})/.exec(text)?.[1] ?? "";

beforeAll(async () => {
  mailbox = await openMailbox();
  server = await openTestServer({ env: { SMTP_URL: mailbox.url, MAIL_FROM: "Muster <muster@cert.example>" } });
  const { mail } = server.context.env;
  if (mail === null) throw new Error("There is no way for mail.");
  sender = await openMailSender(server.context, mail);
  admin = await administrator(server.context, PASSWORD);
  room = await incident(server.context, admin);
});
beforeEach(() => {
  mailbox.received.length = 0;
});
afterAll(async () => {
  await sender.stop();
  await mailbox.close();
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("without a way for mail", () => {
  it("there is nothing that needs it", async () => {
    const plain = await openServer(server);
    try {
      const call = (path: string, body: object) => ask(plain, `/api/v1${path}`, { body, by: admin });
      expect((await call("/password-reset", { email: admin.email })).status).toBe(404);
      expect((await call("/me/mailbox", {})).status).toBe(404);
    } finally {
      await plain.end();
    }
  });
});

describe("a new password by mail", () => {
  it("is asked for with the same answer, whether somebody has the address or not", async () => {
    expect(bytes(await askReset("nobody@cert.example"))).toBe(bytes(await askReset(admin.email)));
    await delivered();
    expect(mailbox.received.map(({ to }) => to)).toEqual([admin.email]);
  });

  it("comes as plain text that no robot answers, and is kept nowhere once it is sent", async () => {
    await askReset(admin.email);
    const { headers, text } = await delivered();
    expect(headers).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(headers).toMatch(/^Content-Type: text\/plain/m);
    expect(tokenIn(text)).not.toBe("");
    const { rows } = await server.store.pool.query("select 1 from mails");
    expect(rows).toHaveLength(0);
  });

  it("is not set by a link that was guessed, is old, or was followed by a newer one", async () => {
    await askReset(admin.email);
    const first = tokenIn((await delivered()).text);
    await askReset(admin.email);
    const second = tokenIn((await delivered()).text);
    const guessed = bytes(await finish("x".repeat(43)));
    expect(bytes(await finish(first))).toBe(guessed);
    server.clock.advance(30 * 60_000);
    expect(bytes(await finish(second))).toBe(guessed);
    admin = await back(server.context, admin);
  });

  it("works once, ends every session with its sockets, and signs nobody in", async () => {
    await askReset(admin.email);
    const token = tokenIn((await delivered()).text);
    expect((await finish(token, "short")).status).toBe(400);
    const socket = await connect(server, admin);
    const gone = socket.gone();
    const answers = await Promise.all([finish(token), finish(token), finish(token)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 404, 404]);
    for (const { headers } of answers) expect(headers.get("set-cookie")).toBeNull();
    await gone;
    expect((await api("/me", { by: admin })).status).toBe(401);
    expect((await api("/session", { body: { email: admin.email, password: PASSWORD } })).status).toBe(401);
    expect((await api("/session", { body: { email: admin.email, password: NEXT } })).status).toBe(200);
    admin = await back(server.context, admin);
  });

  it("is mailed three times an hour at most", async () => {
    const limited = await openServer(server, {
      limits: true,
      env: { SMTP_URL: mailbox.url, MAIL_FROM: "muster@cert.example" },
    });
    try {
      const wish = { body: { email: "nobody@cert.example" } };
      for (let turn = 0; turn < 3; turn += 1)
        expect((await ask(limited, "/api/v1/password-reset", wish)).status).toBe(200);
      expect((await ask(limited, "/api/v1/password-reset", wish)).status).toBe(429);
    } finally {
      await limited.end();
    }
  });
});

describe("a mail that cannot be sent", () => {
  it("waits, and goes out later", async () => {
    mailbox.refuses = true;
    await askReset(admin.email);
    await sender.look();
    expect(mailbox.received).toEqual([]);
    mailbox.refuses = false;
    await sender.look();
    expect(mailbox.received).toEqual([]);
    server.clock.advance(15_000);
    expect((await delivered()).to).toBe(admin.email);
  });
});

describe("a proven mailbox", () => {
  const settle = (domains: string[]) =>
    api(`/organisations/${admin.organisation}/settings`, { by: admin, body: { timeZone: null, domains } });
  const standingOf = async (id: string) => (await server.context.journal.room(room.id))?.participant(id)?.standing;
  const codeFor = async (by: TestPerson): Promise<string> => {
    expect((await api("/me/mailbox", { by, body: {} })).status).toBe(200);
    return /^\d{8}\r?$/m.exec((await delivered()).text)?.[0].trim() ?? "";
  };
  const prove = (by: TestPerson, code: string) => api("/me/mailbox/confirm", { by, body: { code } });

  it("vouches for nobody whose domain is not the organisation's, nor by a wrong or old code", async () => {
    await settle([]);
    const guest = await room.bring(admin.organisation, "responder", "provisional");
    const code = await codeFor(guest);
    const wrong = code === "00000000" ? "00000001" : "00000000";
    expect((await prove(guest, wrong)).status).toBe(401);
    const old = await room.bring(admin.organisation, "responder", "provisional");
    const late = await codeFor(old);
    server.clock.advance(15 * 60_000);
    expect((await prove(old, late)).status).toBe(401);
    const again = await codeFor(guest);
    expect((await prove(guest, again)).status).toBe(200);
    expect((await prove(guest, again)).status).toBe(401);
    expect(await standingOf(guest.id)).toBe("provisional");
    admin = await back(server.context, admin);
  });

  it("takes five guesses at most", async () => {
    const guest = await room.bring(admin.organisation, "responder", "provisional");
    const code = await codeFor(guest);
    const wrong = code === "00000000" ? "00000001" : "00000000";
    await Promise.all(Array.from({ length: 5 }, () => prove(guest, wrong)));
    expect((await prove(guest, code)).status).toBe(401);
  });

  it("vouches by itself where its domain is one of the organisation's, and lets its owner set a password", async () => {
    await settle(["organisation.example"]);
    const guest = await room.bring(admin.organisation, "responder", "provisional");
    const password = { by: guest, body: { password: PASSWORD } };
    expect((await api("/me/password", password)).json["code"]).toBe("conflict");
    expect((await prove(guest, await codeFor(guest))).status).toBe(200);
    expect(await standingOf(guest.id)).toBe("vouched");
    expect((await api("/me/password", password)).status).toBe(200);
    expect((await api("/session", { body: { email: guest.email, password: PASSWORD } })).status).toBe(200);
  });
});

describe("an invitation to be a member", () => {
  it("is mailed to its address, and to nobody else", async () => {
    const body = { email: "new@cert.example", role: "member" };
    const { json } = await api(`/organisations/${admin.organisation}/member-invitations`, { by: admin, body });
    const { to, text } = await delivered();
    expect(to).toBe("new@cert.example");
    expect(text).toContain(String(json["url"]));
  });
});
