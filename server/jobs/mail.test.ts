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

describe("an invitation to an incident", () => {
  const PATH = () => `/incidents/${room.id}/invitations`;
  const joinToken = (text: string): string => /\/join\/([\w-]{43})/.exec(text)?.[1] ?? "";
  const wish = (email: string, more: object = {}) => ({
    by: admin,
    body: { organisation: admin.organisation, role: "responder", email, ...more },
  });
  const mailedTo = async (email: string): Promise<string> => {
    const answer = await api(PATH(), wish(email));
    expect(answer.status).toBe(201);
    expect(new Set(Object.keys(answer.json))).toEqual(new Set(["id", "mailedTo"]));
    return joinToken((await delivered()).text);
  };
  const join = (token: string, email: string, more: object = {}) =>
    api(`/join/${token}`, { body: { name: "Invited", email, ...more } });

  it("is mailed to nobody by who may not invite, for several people, or without a way for mail", async () => {
    const responder = await room.bring(admin.organisation, "responder");
    expect((await api(PATH(), { ...wish("a@b.example"), by: responder })).status).toBe(403);
    expect((await api(PATH(), wish("a@b.example", { maxUses: 2 }))).json).toMatchObject({ field: "maxUses" });
    expect((await api(PATH(), wish("no address"))).json).toMatchObject({ field: "email" });
    const plain = await openServer(server);
    try {
      expect((await ask(plain, `/api/v1${PATH()}`, wish("a@b.example"))).json).toMatchObject({ field: "email" });
    } finally {
      await plain.end();
    }
    await sender.look();
    expect(mailbox.received).toEqual([]);
  });

  it("says nothing of the incident but a neutral name, and is the same for known and unknown addresses", async () => {
    const plain = ({ status, headers, json }: Answer) => [status, [...headers.keys()].sort(), Object.keys(json)];
    const [known, unknown] = [await api(PATH(), wish(admin.email)), await api(PATH(), wish("nobody@org.example"))];
    expect(plain(known)).toEqual(plain(unknown));
    const { to, text, headers } = await delivered();
    expect(to).toBe("nobody@org.example");
    expect(text).toContain(`Incident ${room.id.slice(-6)}`);
    for (const words of ["Outage", admin.name, room.id]) expect(headers + text).not.toContain(words);
  });

  it("opens for its address alone, once of twenty, and raises nobody", async () => {
    const token = await mailedTo("once@org.example");
    expect((await join(token, "other@org.example")).json).toMatchObject({ code: "forbidden", field: "email" });
    for (const raised of [{ role: "deputy" }, { organisation: room.id }, { standing: "vouched" }])
      expect((await join(token, "once@org.example", raised)).status).toBe(400);
    const twenty = await Promise.all(Array.from({ length: 20 }, () => join(token, "Once@ORG.example")));
    expect(twenty.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 19 }, () => 404),
    ]);
    const came = twenty.find(({ status }) => status === 201);
    expect(came?.json).toMatchObject({ role: "responder", standing: "provisional" });
  });

  it("is as dead as a guessed one when it was used, revoked or has run out, and has no spoken code", async () => {
    const dead = async (token: string) => {
      const { status, json } = await join(token, "late@org.example");
      return { status, code: json["code"] };
    };
    const guessed = await dead("x".repeat(43));
    const { json } = await api(PATH(), wish("late@org.example"));
    const revoked = joinToken((await delivered()).text);
    const listed = await api(PATH(), { by: admin });
    expect(listed.text).toContain("late@org.example");
    await api(`${PATH()}/${String(json["id"])}`, { by: admin, method: "DELETE" });
    expect(await dead(revoked)).toEqual(guessed);
    const old = await mailedTo("late@org.example");
    const { rows } = await server.store.pool.query(
      "select 1 from invitations where code_expires_at > created_at and email is not null",
    );
    expect(rows).toEqual([]);
    server.clock.advance(7 * 86_400_000);
    admin = await back(server.context, admin);
    expect(await dead(old)).toEqual(guessed);
  });

  it("is mailed three times an hour to one address at most, and twenty by one person", async () => {
    const env = { SMTP_URL: mailbox.url, MAIL_FROM: "muster@cert.example" };
    const limited = await openServer(server, { limits: true, env });
    const statusOf = async (email: string) => (await ask(limited, `/api/v1${PATH()}`, wish(email))).status;
    try {
      for (let turn = 0; turn < 3; turn += 1) expect(await statusOf("often@org.example")).toBe(201);
      expect(await statusOf("often@org.example")).toBe(429);
      for (let turn = 3; turn < 20; turn += 1) expect(await statusOf(`one-${turn}@org.example`)).toBe(201);
      expect(await statusOf("one-more@org.example")).toBe(429);
    } finally {
      await limited.end();
    }
  });
});
