import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MemberRole } from "#domain/words";
import { administrator, back, incident, organisation, type TestIncident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, connect, openTestServer, type TestServer } from "#server/testing-http";

const PASSWORD = "a long enough password";

let server: TestServer;
let platform: TestPerson;
let own: string;
let other: string;
let room: TestIncident;

const api = (path: string, wish?: Ask): Promise<Answer> => ask(server, `/api/v1${path}`, wish);
const cookieIn = ({ headers }: Answer): string => headers.get("set-cookie")?.split(";")[0] ?? "";
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);
const members = (of: string, by: TestPerson) => api(`/organisations/${of}/members`, { by });

const invited = async (by: TestPerson, of: string, email: string, role = "member"): Promise<string> => {
  const answer = await api(`/organisations/${of}/member-invitations`, { by, body: { email, role } });
  expect(answer.status).toBe(201);
  return String(answer.json["url"]).split("#")[1] ?? "";
};
const signIn = (email: string, password = PASSWORD) => api("/session", { body: { email, password } });
let made = 0;
/** A member with an account, as an invitation makes one. */
const member = async (of: string, role: MemberRole = "member"): Promise<TestPerson> => {
  made += 1;
  const [name, email] = [`Member ${made}`, `member-${made}@org.example`];
  const token = await invited(platform, of, email, role);
  expect((await api("/welcome/account", { body: { token, name, password: PASSWORD } })).status).toBe(201);
  const cookie = cookieIn(await signIn(email));
  const { json } = await api("/me", { by: { cookie } });
  const { id } = json["person"] as { id: string };
  return { id, name, email, organisation: of, cookie };
};

beforeAll(async () => {
  server = await openTestServer();
  platform = await administrator(server.context, PASSWORD);
  own = await organisation(server.context);
  other = await organisation(server.context);
  room = await incident(server.context, platform);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

describe("an organisation's members", () => {
  it("are nothing to its members, to other organisations, and to strangers", async () => {
    const [admin, plain, foreign] = [await member(own, "admin"), await member(own), await member(other, "admin")];
    const auditor = await member(own, "auditor");
    const nothing = bytes(await members(uuidv7(), plain));
    const at = `/organisations/${own}`;
    for (const by of [plain, foreign, auditor]) {
      expect(bytes(await members(own, by))).toBe(nothing);
      for (const [path, wish] of [
        [`${at}/member-invitations`, { by, body: { email: "x@org.example", role: "admin" } }],
        [`${at}/members/${plain.id}/role`, { by, body: { role: "admin" } }],
        [`${at}/members/${admin.id}`, { by, method: "DELETE" }],
        [`${at}/settings`, { by, body: { timeZone: null, domains: [] } }],
        [`${at}/settings`, { by }],
        ["/installation/directory", { by }],
        [`/installation/people/${admin.id}/suspend`, { by, body: {} }],
        [`/installation/people/${by.id}/make-auditor`, { by, body: {} }],
        [`/installation/people/${admin.id}/end-auditor`, { by, body: {} }],
        [`/installation/organisations/${other}/suspend`, { by, body: {} }],
      ] as const)
        expect(bytes(await api(path, wish)), path).toBe(nothing);
    }
    expect((await members(own, admin)).status).toBe(200);
  });

  it("change no role of their own, and keep an administrator", async () => {
    const [one, two] = [await member(own, "admin"), await member(own, "admin")];
    const role = (by: TestPerson, whom: TestPerson) =>
      api(`/organisations/${own}/members/${whom.id}/role`, { by, body: { role: "member" } });
    expect((await role(one, one)).status).toBe(403);
    expect((await api(`/organisations/${own}/members/${one.id}`, { by: one, method: "DELETE" })).status).toBe(403);
    const alone = await organisation(server.context);
    const only = await member(alone, "admin");
    const path = `/organisations/${alone}/members/${only.id}`;
    expect((await api(`${path}/role`, { by: platform, body: { role: "member" } })).json["code"]).toBe("conflict");
    expect((await api(path, { by: platform, method: "DELETE" })).json["code"]).toBe("conflict");
    expect((await role(one, two)).status).toBe(200);
    // What somebody may changes with a new session.
    expect((await api("/me", { by: two })).status).toBe(401);
  });

  it("who are removed leave the incidents of the organisation, and their sockets end", async () => {
    const admin = await member(platform.organisation, "admin");
    const gone = await member(platform.organisation);
    const { json } = await api(`/incidents/${room.id}/invitations`, {
      by: platform,
      body: { organisation: platform.organisation, role: "responder" },
    });
    const joining = { name: gone.name, email: gone.email };
    expect((await api(`/join/${String(json["token"])}`, { by: gone, body: joining })).status).toBe(201);
    const socket = await connect(server, gone);
    const closed = socket.gone();
    const path = `/organisations/${platform.organisation}/members/${gone.id}`;
    expect((await api(path, { by: admin, method: "DELETE" })).status).toBe(200);
    await closed;
    const again = await back(server.context, gone);
    expect((await api(`/incidents/${room.id}`, { by: again })).status).toBe(404);
    expect((await api("/me", { by: again })).json["organisations"]).toEqual([]);
  });

  it("are not removed while they command", async () => {
    const admin = await member(platform.organisation, "admin");
    const path = `/organisations/${platform.organisation}/members/${platform.id}`;
    expect((await api(path, { by: admin, method: "DELETE" })).json["code"]).toBe("conflict");
  });
});

describe("an invitation to be a member", () => {
  it("is answered the same for an address that is known and one that is not", async () => {
    const known = await member(own);
    const plain = ({ status, headers, json }: Answer) => [status, [...headers.keys()].sort(), Object.keys(json)];
    const ask = (email: string) =>
      api(`/organisations/${own}/member-invitations`, { by: platform, body: { email, role: "member" } });
    expect(plain(await ask(known.email))).toEqual(plain(await ask("nobody-yet@org.example")));
    const signUp = async (email: string) => {
      const token = await invited(platform, other, email);
      return api("/welcome/account", { body: { token, name: "Somebody", password: "quite another password" } });
    };
    expect(bytes(await signUp(known.email))).toBe(bytes(await signUp("somebody-new@org.example")));
    // Nothing of the account that was there has changed.
    expect((await signIn(known.email, "quite another password")).status).toBe(401);
    expect((await signIn(known.email)).status).toBe(200);
  });

  it("works once, for its address alone, and not when it was revoked, has run out, or was guessed", async () => {
    const guessed = bytes(await api("/welcome", { body: { token: "x".repeat(43) } }));
    const token = await invited(platform, own, "once@org.example");
    const foreign = await member(other);
    expect((await api("/welcome/accept", { by: foreign, body: { token } })).status).toBe(403);
    const twenty = await Promise.all(
      Array.from({ length: 20 }, () => api("/welcome/account", { body: { token, name: "Once", password: PASSWORD } })),
    );
    // Who comes a moment too late hears either that it is made, as for any known address, or that it is used.
    for (const { status } of twenty) expect([201, 404]).toContain(status);
    const { rows } = await server.store.pool.query("select 1 from people where email = 'once@org.example'");
    expect(rows).toHaveLength(1);
    const { json } = await api(`/organisations/${own}/member-invitations`, {
      by: platform,
      body: { email: "gone@org.example", role: "member" },
    });
    const revoked = String(json["url"]).split("#")[1];
    const path = `/organisations/${own}/member-invitations/${String(json["id"])}`;
    expect((await api(path, { by: platform, method: "DELETE" })).status).toBe(200);
    const old = await invited(platform, own, "late@org.example");
    server.clock.advance(7 * 86_400_000);
    for (const dead of [token, revoked, old])
      expect(bytes(await api("/welcome", { body: { token: dead } }))).toBe(guessed);
    platform = await back(server.context, platform);
  });

  it("raises nobody above what it says", async () => {
    const token = await invited(platform, own, "raised@org.example");
    const body = { token, name: "Raised", password: PASSWORD };
    for (const raised of [{ role: "admin" }, { organisation: other }, { email: "a@b.org" }, { platformAdmin: true }])
      expect((await api("/welcome/account", { body: { ...body, ...raised } })).status).toBe(400);
  });
});

describe("an auditor of the installation", () => {
  const set = (id: string, verb: string, by = platform) => api(`/installation/people/${id}/${verb}`, { by, body: {} });

  it("is nobody who administers it, nobody without an account, and not whoever decides", async () => {
    expect((await set(platform.id, "make-auditor")).status).toBe(403);
    const guest = await room.bring(await room.enter(), "responder");
    expect((await set(guest.id, "make-auditor")).json["code"]).toBe("conflict");
    const second = await member(own);
    await server.store.pool.query("update people set platform_admin = true where id = $1", [second.id]);
    expect((await set(second.id, "make-auditor")).json["code"]).toBe("conflict");
    await server.store.pool.query("update people set platform_admin = false where id = $1", [second.id]);
    expect((await set(uuidv7(), "make-auditor")).status).toBe(404);
  });

  it("signs in again, reads the installation's audit and administers nothing, until that is taken back", async () => {
    const auditor = await member(own);
    expect((await api("/audit", { by: auditor })).status).toBe(404);
    expect((await set(auditor.id, "make-auditor")).status).toBe(200);
    expect((await api("/me", { by: auditor })).status).toBe(401);
    const by = await back(server.context, auditor);
    const audit = await api("/audit", { by });
    expect(audit.text).toContain("person.make-auditor");
    expect(audit.text).not.toContain("Outage after an update");
    expect((await api("/installation", { by })).status).toBe(200);
    for (const path of ["/installation/directory", `/organisations/${own}/audit`, `/incidents/${room.id}/audit`])
      expect((await api(path, { by })).status, path).toBe(404);
    expect((await set(platform.id, "suspend", by)).status).toBe(404);
    expect((await set(auditor.id, "end-auditor")).status).toBe(200);
    expect((await api("/audit", { by: await back(server.context, auditor) })).status).toBe(404);
  });
});

describe("an auditor of an organisation", () => {
  it("reads its acts, declares nothing, and knows of no incident", async () => {
    const auditor = await member(platform.organisation, "auditor");
    expect((await api(`/organisations/${platform.organisation}/audit`, { by: auditor })).text).toContain(
      "member.invite",
    );
    expect((await api(`/organisations/${own}/audit`, { by: auditor })).status).toBe(404);
    expect((await api(`/incidents/${room.id}/audit`, { by: auditor })).status).toBe(404);
    expect((await api("/incidents", { by: auditor })).json).toMatchObject({ items: [], administered: [] });
    const wish = { id: uuidv7(), kind: "incident.declare", title: "Held", severity: 3, mode: "real" };
    expect((await api("/incidents", { by: auditor, body: wish })).status).toBe(403);
  });
});

describe("a mail domain", () => {
  it("belongs to one organisation", async () => {
    const set = (of: string, domains: string[]) =>
      api(`/organisations/${of}/settings`, { by: platform, body: { timeZone: "Europe/Berlin", domains } });
    expect((await set(own, ["clinic.example"])).status).toBe(200);
    expect((await set(other, ["bank.example", "clinic.example"])).json).toMatchObject({ field: "domains" });
    expect((await set(other, ["Clinic.example"])).status).toBe(400);
    expect((await api(`/organisations/${own}/settings`, { by: platform })).json).toMatchObject({
      timeZone: "Europe/Berlin",
      domains: ["clinic.example"],
    });
  });
});

describe("who is suspended", () => {
  const suspend = (what: string, id: string, verb = "suspend") =>
    api(`/installation/${what}/${id}/${verb}`, { by: platform, body: {} });

  it("is not oneself, nor whoever commands an open incident", async () => {
    expect((await suspend("people", platform.id)).json["code"]).toBe("conflict");
    const second = await member(own);
    const declared = await api("/incidents", {
      by: second,
      body: { id: uuidv7(), kind: "incident.declare", title: "Held", severity: 3, mode: "real" },
    });
    expect(declared.status).toBe(201);
    const { json, text } = await suspend("people", second.id);
    expect(json["code"]).toBe("conflict");
    expect(text.includes("Held")).toBe(false);
    expect((await suspend("organisations", own)).json["code"]).toBe("conflict");
    expect((await api("/me", { by: second })).status).toBe(200);
  });

  it("is out at every door at once, hears nothing about it, and comes back when reactivated", async () => {
    const [person, bystander] = [await member(other), await member(other)];
    const made = await api("/me/tokens", { by: person, body: { name: "program" } });
    const headers = { authorization: `Bearer ${String(made.json["token"])}` };
    const socket = await connect(server, person);
    const closed = socket.gone();
    expect((await suspend("people", person.id)).status).toBe(200);
    await closed;
    expect((await api("/me", { by: person })).status).toBe(401);
    expect((await api("/me", { headers })).status).toBe(401);
    const refused = await signIn(person.email);
    const wrong = await signIn(person.email, "not the password");
    expect({ ...refused.json, requestId: "" }).toEqual({ ...wrong.json, requestId: "" });
    await expect(back(server.context, person)).rejects.toThrow();
    expect((await signIn(bystander.email)).status).toBe(200);
    expect((await suspend("people", person.id, "reactivate")).status).toBe(200);
    expect((await signIn(person.email)).status).toBe(200);
    expect((await api("/me", { headers })).status).toBe(200);
  });

  it("with an organisation are its members and who speaks for it", async () => {
    const apart = await room.enter();
    const liaison = await room.bring(apart, "liaison");
    const belonging = await member(apart);
    expect((await suspend("organisations", apart)).status).toBe(200);
    for (const by of [liaison, belonging]) expect((await api("/me", { by })).status).toBe(401);
    expect((await signIn(belonging.email)).status).toBe(401);
    expect((await suspend("organisations", apart, "reactivate")).status).toBe(200);
    expect((await signIn(belonging.email)).status).toBe(200);
  });

  it("is told to the administrator of the installation, and nothing of what incidents hold", async () => {
    const { json, text } = await api("/installation/directory", { by: platform });
    expect(json["incidents"]).toBe(2);
    expect(text.includes("Outage after an update")).toBe(false);
  });
});
