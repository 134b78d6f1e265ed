import { connect } from "node:net";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRunning } from "#server/running";
import { administrator, incident, type TestIncident, type TestPerson } from "#server/testing";
import { type Answer, type Ask, ask, openTestServer, type TestServer } from "#server/testing-http";
import { createApi } from "./api.ts";

let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let foreign: TestIncident;
let liaison: TestPerson;

beforeAll(async () => {
  server = await openTestServer();
  setRunning(server.context);
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  foreign = await incident(server.context, commander);
  liaison = await room.bring(await room.enter(), "liaison");
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const call = (path: string, wish?: Ask): Promise<Answer> => ask(server, path, wish);
const api = (path: string, wish?: Ask): Promise<Answer> => call(`/api/v1${path}`, wish);

/** The parts of an answer that a stranger can compare; the time is no secret. */
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);

const routes = () => createApi(server.context, { setUpToken: "t", version: "test" }).routes;
const pathOf = (path: string): string => path.replaceAll(/\{\w+\}/g, () => uuidv7());

describe("without a session", () => {
  it("every route answers 401, or is one of those that let people in", async () => {
    const open: string[] = [];
    for (const route of routes()) {
      const body = route.method === "POST" ? { body: {} } : {};
      const answer = await api(pathOf(route.path), { method: route.method, ...body });
      if (route.auth === "none") open.push(`${route.method} ${route.path} ${answer.status}`);
      else
        expect(answer, `${route.method} ${route.path}`).toMatchObject({
          status: 401,
          json: { code: "unauthenticated" },
        });
    }
    expect(open).toEqual([
      ...["POST /setup 400", "POST /drill/seats 400", "POST /session 400"],
      ...["GET /session 200", "POST /session/second-factor 400"],
      // This test's address is a bare one, where passkeys are not to be had.
      ...["POST /session/passkey/challenge 409", "POST /session/passkey 400"],
      ...["POST /session/oidc 400", "GET /session/oidc/callback 303"],
      ...["POST /welcome 400", "POST /welcome/account 400"],
      ...["POST /password-reset 400", "POST /password-reset/finish 400"],
      ...["GET /join/{token} 404", "POST /join/{token} 400"],
    ]);
  });

  it("a wrong, ended or malformed credential is none", async () => {
    for (const headers of [
      { cookie: "muster=wrong" },
      { cookie: "other=1; muster=" },
      { authorization: "Bearer wrong" },
      { authorization: `Bearer ${"x".repeat(43)}` },
      { authorization: "Basic YTpi" },
      { cookie: commander.cookie, authorization: "Bearer wrong" },
    ])
      expect((await api("/me", { headers })).status).toBe(401);
  });
});

describe("what may not be known of", () => {
  it("is byte for byte what does not exist, on every route of an incident", async () => {
    for (const route of routes().filter(({ path }) => path.startsWith("/incidents/{id}"))) {
      const needs = route.path.endsWith("/search")
        ? "?q=x"
        : route.path.endsWith("/at")
          ? "?time=2026-03-01T06:00:00Z"
          : "";
      const other = uuidv7();
      const at = (id: string) => route.path.replace("{id}", id).replaceAll(/\{\w+\}/g, other) + needs;
      const wish = { id: uuidv7(), kind: "incident.close", resolution: "x" };
      const body = route.path.endsWith("/commands") ? wish : { organisation: other, role: "liaison" };
      const send: Ask = { by: liaison, method: route.method, ...(route.method === "POST" ? { body } : {}) };
      const [there, none] = [await api(at(foreign.id), send), await api(at(uuidv7()), send)];
      expect(bytes(there), `${route.method} ${route.path}`).toBe(bytes(none));
      expect(there.status).toBe(404);
      expect(bytes(await api(at("garbage"), send))).toBe(bytes(none));
    }
  });

  it("is what a path that nobody serves is", async () => {
    const hidden = await api(`/incidents/${foreign.id}`, { by: liaison });
    for (const path of ["/nothing", `/incidents/${room.id}/nothing`, "/incidents/../me/x", "/"])
      expect(bytes(await api(path, { by: liaison }))).toBe(bytes(hidden));
  });

  it.each(["", "null", "0", "-1", "[]", "{}", "..%2f..%2f", "%00", "x".repeat(1500)])(
    "an id that is none: %s",
    async (id) => {
      const answer = await api(`/incidents/${id}/board`, { by: commander });
      expect(answer.status).toBe(404);
    },
  );
});

describe("a request from another site", () => {
  const wish = { name: "program" };
  it.each<[string, Record<string, string>]>([
    ["a foreign Origin", { origin: "https://evil.example" }],
    ["the null Origin", { origin: "null" }],
    ["our host on another port", { origin: "http://127.0.0.1:1" }],
    ["Sec-Fetch-Site: cross-site", { "sec-fetch-site": "cross-site" }],
    ["Sec-Fetch-Site: same-site", { "sec-fetch-site": "same-site" }],
  ])("with %s changes nothing", async (_what, headers) => {
    const before = await api("/me/tokens", { by: commander });
    const answer = await api("/me/tokens", { by: commander, body: wish, headers });
    expect(answer).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect((await api("/me/tokens", { by: commander })).text).toBe(before.text);
  });

  it("with a cookie and no Origin changes nothing; a token needs none", async () => {
    const raw = async (headers: string): Promise<string> => {
      const { port } = new URL(server.url);
      const body = JSON.stringify(wish);
      return new Promise((resolve) => {
        const socket = connect(Number(port), "127.0.0.1");
        let text = "";
        socket.on("data", (chunk) => {
          text += chunk.toString();
        });
        socket.on("close", () => resolve(text));
        socket.write(
          `POST /api/v1/me/tokens HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n${headers}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      });
    };
    expect(await raw(`cookie: ${commander.cookie}`)).toContain("403 Forbidden");
    const made = await api("/me/tokens", { by: commander, body: wish });
    expect(await raw(`authorization: Bearer ${String(made.json["token"])}`)).toContain("201 Created");
  });

  it("that only reads is answered, and changes nothing", async () => {
    const length = await room.length();
    for (const path of ["commands", "invitations", "board", "events", "people", "export"])
      await api(`/incidents/${room.id}/${path}?id=${uuidv7()}&kind=incident.close&resolution=x`, { by: commander });
    expect(await room.length()).toBe(length);
    for (const method of ["PUT", "PATCH", "OPTIONS", "POST"])
      expect((await api("/me", { by: commander, method })).status).toBe(404);
  });
});

describe("what no request of ours looks like", () => {
  it.each<[string, Ask, number]>([
    ["/?x", { headers: { "x-middleware-subrequest": "middleware" } }, 400],
    ["/i/x", { headers: { "next-action": "abc" } }, 400],
    ["/_next/image?url=x", {}, 404],
    ["/i/x", { method: "POST", body: {} }, 405],
    ["/healthz", { method: "DELETE" }, 405],
  ])("%s %o is stopped at the gate", async (path, wish, status) => {
    const answer = await call(path, wish);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  it("a path that is another host, or a whole address, is none", async () => {
    const { port } = new URL(server.url);
    const first = (path: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), "127.0.0.1");
        socket.once("data", (chunk) => {
          socket.destroy();
          resolve(chunk.toString().split("\r\n")[0] ?? "");
        });
        socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      });
    expect(await first("//evil.example/x")).toBe("HTTP/1.1 400 Bad Request");
    expect(await first("http://evil.example/x")).toBe("HTTP/1.1 400 Bad Request");
    for (const step of ["..", ".", "%2e%2e", ".%2E"])
      expect(await first(`/api/v1/organisations/${step}/audit`)).toBe("HTTP/1.1 400 Bad Request");
  });
});

describe("a body", () => {
  const declare = (body: unknown, headers = {}) => api("/incidents", { by: commander, body, headers });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/json5"])(
    "that is not called JSON but %j is refused",
    async (type) => {
      expect(await declare("{}", { "content-type": type })).toMatchObject({
        status: 415,
        json: { code: "unsupported" },
      });
    },
  );

  it("of more than 1 MB is refused, whatever length it claims", async () => {
    const large = `{"title":"${"x".repeat(1_048_577)}"}`;
    expect(await declare(large)).toMatchObject({ status: 413, json: { code: "too-large" } });
    const response = await fetch(`${server.url}/api/v1/incidents`, {
      method: "POST",
      headers: { cookie: commander.cookie, origin: server.url, "content-type": "application/json" },
      body: new Blob([large]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["33 levels", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`],
    ["20,000 levels", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    ["__proto__", '{"__proto__":{"polluted":true}}'],
    ["__proto__ further down", '{"title":"x","list":[{"__proto__":1}]}'],
    ["constructor", '{"constructor":{"prototype":{"polluted":true}}}'],
    ["a list", "[]"],
    ["null", "null"],
  ])("of %s is refused", async (_what, body) => {
    expect(await declare(body)).toMatchObject({ status: 400, json: { code: "invalid" } });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("of a million elements is refused without much ado", async () => {
    const answer = await declare(`{"id":[${"1,".repeat(500_000)}1]}`);
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid" } });
  });

  it("with a key that nobody knows is refused, on every route that takes one", async () => {
    for (const route of routes().filter(({ body }) => body !== null)) {
      const path = route.path
        .replace("{id}", room.id)
        .replace("{token}", "x".repeat(43))
        .replaceAll(/\{\w+\}/g, () => uuidv7());
      const answer = await api(path, { by: commander, method: route.method, body: { storageKey: "../x" } });
      expect(answer.status, `${route.method} ${route.path}`).toBe(400);
    }
  });
});

describe("an address", () => {
  it("of 3 kB is refused; so are 20 kB of headers", async () => {
    for (const path of [`/incidents/${"x".repeat(3000)}/board`, `/incidents/${room.id}/search?q=${"x".repeat(3000)}`])
      expect(await api(path, { by: commander })).toMatchObject({ status: 414, json: { code: "too-large" } });
    expect(await call(`/i/${"x".repeat(3000)}`)).toMatchObject({ status: 414 });
    const keys = Array.from({ length: 1000 }, (_, key) => `k${key}=`).join("&");
    expect(await api(`/me?${keys}`, { by: commander })).toMatchObject({ status: 414 });
    expect(await api("/me", { by: commander, headers: { "x-long": "x".repeat(20_000) } })).toMatchObject({
      status: 431,
    });
  });

  it.each([
    ["more than fifty keys", Array.from({ length: 51 }, () => "a").join("&")],
    ["__proto__", "__proto__=x"],
    ["__proto__ further down", "a[__proto__][polluted]=x"],
    ["__proto__ in other letters", "%5f_proto%5F_[polluted]=x"],
    ["constructor", "constructor.prototype.polluted=x"],
  ])("with %s in its query is refused on every route and page", async (_what, query) => {
    for (const { path, method } of routes().filter((route) => route.method === "GET" && !/callback/.test(route.path))) {
      const known = path.replace("{id}", room.id).replaceAll(/\{\w+\}/g, () => uuidv7());
      if (path.endsWith("/audience")) continue;
      const answer = await api(`${known}?${query}`, { by: commander, method });
      expect(answer, path).toMatchObject({ status: 400, json: { code: "invalid" } });
    }
    expect((await call(`/?${query}`, { by: commander })).status).toBe(400);
    const audience = await api(`/incidents/${room.id}/audience?${query}`, { by: commander });
    expect(audience).toMatchObject({ status: 400, json: { code: "invalid" } });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("a query", () => {
  it.each([
    "/incidents/ID/events?limit=0",
    "/incidents/ID/events?limit=1001",
    "/incidents/ID/events?limit=-1",
    "/incidents/ID/events?limit=1e3",
    "/incidents/ID/events?role=commander",
    "/incidents/ID/events?__proto__=x",
    "/incidents/ID/search?q=",
    "/incidents/ID/search?q=%00",
    "/incidents/ID/search",
    "/incidents/ID/at?time=yesterday",
    "/incidents/ID/at",
    "/incidents/ID/audience?marking=AMBER",
    "/incidents/ID/audience?people=1",
    "/incidents/ID/export?format=exe",
    "/incidents/ID/timeline?limit=201",
    "/incidents/ID/timeline?organisation=x",
  ])("%s is refused", async (path) => {
    const answer = await api(path.replace("ID", room.id), { by: commander });
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid" } });
  });

  it.each(["' or 1=1 --", "%", "_", "\\", "%_\\", '"; drop table events; --', "$1", "e\\'", "(((((", "*".repeat(200)])(
    "that looks like a statement finds nothing: %s",
    async (words) => {
      const answer = await api(`/incidents/${room.id}/search?q=${encodeURIComponent(words)}`, { by: commander });
      expect(answer).toMatchObject({ status: 200, json: { items: [] } });
    },
  );
});

describe("an answer", () => {
  it("that refuses is a problem with a code, and one id to ask about", async () => {
    const answer = await api(`/incidents/${room.id}/commands`, {
      by: liaison,
      body: { id: uuidv7(), kind: "incident.close", resolution: "x" },
    });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer).toMatchObject({
      status: 403,
      json: { title: "Not allowed", status: 403, code: "forbidden", detail: expect.stringMatching(/\.$/) },
    });
    expect(answer.json["type"]).toMatch(/^https?:|^about:/);
    expect(answer.json["requestId"]).toMatch(/^[\w-]{36}$/);
  });

  it("of our own fault tells nothing but an id, which the log has too", async () => {
    const { db } = server.store;
    const broken = Object.assign(Object.create(Object.getPrototypeOf(db)), db, {
      select: () => {
        throw new Error("secret words of the store");
      },
    });
    const store = server.context.store;
    Object.assign(server.context, { store: { ...store, db: broken } });
    const answer = await api(`/incidents`, { headers: { authorization: `Bearer ${"x".repeat(43)}` } });
    Object.assign(server.context, { store });
    expect(answer).toMatchObject({ status: 500, json: { code: "internal", status: 500 } });
    expect(answer.text).not.toContain("secret words");
    const faults = server.faults.splice(0);
    expect(faults).toEqual([expect.objectContaining({ requestId: answer.json["requestId"] })]);
  });

  it("is kept by nobody, and carries the headers of the gate", async () => {
    for (const path of ["/api/v1/me", "/api/v1/nothing", "/healthz", "/", "/_next/image"]) {
      const { headers } = await call(path, { by: commander });
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-powered-by")).toBeNull();
      if (path !== "/") expect(headers.get("cache-control")).toBe("no-store");
    }
  });
});

describe("the operator's paths", () => {
  it("say whether the process and the store are there", async () => {
    expect(await call("/healthz")).toMatchObject({ status: 200, text: "ok\n" });
    expect(await call("/readyz")).toMatchObject({ status: 200, text: "ready\n" });
    expect((await call("/metrics")).text).toContain("muster_sockets");
  });

  it("name the store when that is away", async () => {
    const store = server.context.store;
    Object.assign(server.context, { store: { ...store, ping: () => Promise.reject(new Error("away")) } });
    expect(await call("/readyz")).toMatchObject({ status: 503, text: "store\n" });
    Object.assign(server.context, { store });
  });
});
