import { Agent, type OutgoingHttpHeaders, request } from "node:http";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testEngine } from "#db/testing";
import { setRunning } from "#server/running";
import { administrator, back, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import {
  BODIES_THAT_ARE_NONE,
  Chance,
  framesThatAreNone,
  HEADERS_THAT_LIE,
  IDS_THAT_ARE_NONE,
  NO_VALUES,
  packetsThatAreNone,
  QUERIES_THAT_ARE_NONE,
  STATEMENTS,
  sendBytes,
  sendFrames,
  textFrame,
} from "#server/testing-hostile";
import { ask, openTestServer, TestClient, type TestServer } from "#server/testing-http";
import { createApi } from "./api.ts";
import type { Route } from "./route.ts";

const SEED = 20_240_719;
/** Ten thousand of both kinds on PostgreSQL; what meets them is the same on the embedded store. */
const EACH = testEngine() === "postgresql" ? 5000 : 500;
const POST_EVERY = 100;
const AT_ONCE = 8;

let server: TestServer;
let commander: TestPerson;
let liaison: TestPerson;
let target: TestIncident;
let elsewhere: TestIncident;
let witness: TestClient;
let routes: Route[];
const posted: string[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

type Request = { method: string; path: string; headers: OutgoingHttpHeaders; body?: string };
type Answered = { status: number; text: string };

/** Asks exactly what is written; an answer that broke off has the status 0. */
const raw = ({ method, path, headers, body }: Request): Promise<Answered> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(server.url);
    const going = request({ hostname, port, method, path, headers, agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => (text += part));
      answer.on("close", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    going.on("error", () => resolve({ status: 0, text: "" }));
    going.end(body);
  });

const TELLTALE =
  /\bat .{1,80}:\d+:\d+|node_modules|node:internal|\.(ts|mjs|js):\d+|\/(home|root|tmp|srv|usr|etc)\/|\bpg_|postgres|pglite|drizzle|syntax error at|violates|duplicate key|relation "|invalid input syntax|unterminated|SELECT |INSERT INTO/i;

/** No answer says that we broke, or what we are made of. */
const expectSound = (what: string, { status, text }: Answered): void => {
  const isSound = status < 500 || status === 503 || status === 507;
  if (!isSound || (TELLTALE.test(text) && !what.includes("/openapi.json")))
    expect([what, status, text]).toEqual([what, "sound"]);
};

const pathOf = ({ path }: Route, id: string): string =>
  `/api/v1${path
    .replace("{id}", target.id)
    .replace("{id}", id)
    .replaceAll(/\{\w+\}/g, id)}`;
const asPage = (by: TestPerson | null): OutgoingHttpHeaders => ({
  ...(by === null ? {} : { cookie: by.cookie }),
  origin: server.url,
  "content-type": "application/json",
});

/** What the attack must leave as it was. */
const stateOfTarget = async () => {
  const read = async (path: string, key: string) => (await ask(server, `/api/v1${path}`, { by: commander })).json[key];
  return {
    length: await target.length(),
    board: await read(`/incidents/${target.id}/board`, "board"),
    people: await read(`/incidents/${target.id}/people`, "items"),
    organisations: await read("/organisations", "items"),
  };
};

/** Somebody else works on meanwhile. */
const workOn = async (): Promise<void> => {
  const wish = {
    kind: "incident.set-severity",
    severity: posted.length % 2 === 0 ? 3 : 2,
    reason: "work goes on",
  } as const;
  posted.push((await send(server.context, commander, elsewhere.id, wish)).event.id);
};

const refreshed = async (): Promise<void> => {
  [commander, liaison] = [await back(server.context, commander), await back(server.context, liaison)];
};

/** Does all of it, a few at a time, while others work on. */
const attack = async <T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += AT_ONCE) {
    await Promise.all(all.slice(at, at + AT_ONCE).map(act));
    if (at % POST_EVERY < AT_ONCE) await workOn();
  }
};

const expectUnharmed = async (before: Awaited<ReturnType<typeof stateOfTarget>>): Promise<void> => {
  await refreshed();
  expect(await stateOfTarget()).toEqual(before);
  await workOn();
  await witness.hears(posted.at(-1) ?? "");
  const heard = witness.events.map(({ id }) => id);
  expect(heard).toEqual(posted);
  expect(witness.closings).toEqual([]);
  expect(server.faults).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
};

beforeAll(async () => {
  server = await openTestServer();
  setRunning(server.context);
  commander = await administrator(server.context);
  target = await incident(server.context, commander);
  elsewhere = await incident(server.context, commander);
  liaison = await target.bring(await target.enter(), "liaison");
  const reader = await elsewhere.bring(await elsewhere.enter(), "observer");
  witness = await new TestClient(server.url, { cookie: reader.cookie }).connected();
  await witness.join(elsewhere.id);
  routes = createApi(server.context, { setUpToken: "t", version: "test" }).routes;
});
afterAll(async () => {
  witness.close();
  agent.destroy();
  await server.close();
});

describe("every door of the table", () => {
  it("refuses the whole list, and stands", async () => {
    const before = await stateOfTarget();
    const list: { request: Request; mayNot: boolean }[] = [];
    for (const [index, route] of routes.entries()) {
      const by = index % 2 === 0 ? liaison : commander;
      const path = pathOf(route, uuidv7());
      const ask = (more: Partial<Request>, mayNot = true) =>
        list.push({ request: { method: route.method, path, headers: asPage(by), ...more }, mayNot });
      const writes = route.method !== "GET";
      if (route.body !== null)
        for (const [number, body] of BODIES_THAT_ARE_NONE.entries())
          if (body.length < 1000 || (number + index) % 5 === 0) ask({ body });
      if (/\{/.test(route.path))
        for (const id of IDS_THAT_ARE_NONE)
          ask({ path: pathOf({ ...route, path: route.path.replace(/\{id\}/, id) }, id) });
      if (!writes) for (const query of QUERIES_THAT_ARE_NONE) ask({ path: `${path}?${query}` }, false);
      // Each of these on one route in five or so: who is refused for want of a sign-in costs an entry of the audit.
      for (const [number, lie] of HEADERS_THAT_LIE.entries())
        if ((number + index) % 5 === 0)
          ask({ headers: { ...asPage(null), ...lie } }, writes && route.auth === "session");
      ask({ method: ["PUT", "PATCH", "TRACE", "OPTIONS", "PROPFIND"][index % 5] ?? "PUT" });
    }
    await attack(list, async ({ request: one, mayNot }) => {
      const answer = await raw(one);
      const what = `${one.method} ${one.path.slice(0, 200)} ${one.body?.slice(0, 80) ?? ""}`;
      expectSound(what, answer);
      if (mayNot && answer.status < 400) expect([what, answer.status]).toEqual([what, "refused"]);
    });
    expect(list.length).toBeGreaterThan(routes.length * 20);
    await expectUnharmed(before);
  });

  it("and the live door, packet by packet and frame by frame", async () => {
    const before = await stateOfTarget();
    const frames = [...packetsThatAreNone().map(textFrame), ...framesThatAreNone(new Chance(SEED))];
    await attack(frames, async (frame) => void (await sendFrames(server.url, liaison.cookie, [frame])));
    await expectUnharmed(before);
  });
});

describe(`ten thousand at random, from the seed ${SEED}`, () => {
  it(`${EACH} requests`, async () => {
    const before = await stateOfTarget();
    const chance = new Chance(SEED);
    const requests = Array.from({ length: EACH }, () => randomRequest(chance));
    await attack(requests, async (one) => {
      expectSound(`${one.method} ${one.path}`, await raw({ ...one, headers: { ...one.headers, ...cookieNow(one) } }));
    });
    const bytes = Array.from(
      { length: 100 },
      () =>
        `${chance.of(["GET / HTTP/1.1\r\n", "POST /api/v1/me HTTP/1.1\r\nhost: x\r\n", ""])}${chance.text(chance.below(400))}\r\n\r\n`,
    );
    await attack(bytes, async (one) => expectSound(one, { status: 0, text: await sendBytes(server.url, one) }));
    await expectUnharmed(before);
  });

  it(`${EACH} packets`, async () => {
    const before = await stateOfTarget();
    const chance = new Chance(SEED + 1);
    const known = packetsThatAreNone().filter((packet) => packet.length < 1000);
    const packets = Array.from({ length: EACH }, () => randomPacket(chance, known));
    const lines = Array.from({ length: EACH / 20 }, (_, line) => packets.slice(line * 20, line * 20 + 20));
    await attack(lines, async (line) => {
      const heard = await sendFrames(server.url, liaison.cookie, line.map(textFrame));
      expectSound(JSON.stringify(line), { status: 0, text: heard });
    });
    await expectUnharmed(before);
  });
});

/** Sessions end while they are attacked; each request comes with one that is good at that moment. */
const cookieNow = ({ headers }: Request): OutgoingHttpHeaders =>
  headers["x-as"] === "nobody" ? {} : { cookie: (headers["x-as"] === "liaison" ? liaison : commander).cookie };

const randomRequest = (chance: Chance): Request => {
  const route = chance.of(routes);
  const id = chance.of([...IDS_THAT_ARE_NONE, target.id, uuidv7(), uuidv7()]);
  let path = pathOf(route, id);
  if (chance.below(4) === 0) {
    const cut = chance.below(path.length);
    path = `${path.slice(0, cut)}${encodeURIComponent(chance.text(4).toWellFormed())}${path.slice(cut + chance.below(3))}`;
  }
  if (chance.below(2) === 0) {
    const words = encodeURIComponent(chance.of([chance.of(STATEMENTS), chance.text(20).toWellFormed()]));
    const key = chance.of([
      "q",
      "cursor",
      "limit",
      "time",
      "before",
      "marking",
      "organisation",
      "people",
      "kind",
      "format",
    ]);
    path += `?${chance.of([`${key}=${words}`, chance.of(QUERIES_THAT_ARE_NONE)])}`;
  }
  const as = chance.of(["nobody", "liaison", "liaison", "liaison", "commander", "commander", "commander"]);
  const headers = { ...asPage(null), "x-as": as, ...(chance.below(4) === 0 ? chance.of(HEADERS_THAT_LIE) : {}) };
  const method = chance.below(10) === 0 ? chance.of(["PUT", "PATCH", "DELETE", "HEAD"]) : route.method;
  if (method === "GET" || method === "HEAD") return { method, path, headers };
  return { method, path, headers, body: randomBody(chance) };
};

/** A wish of ours in which one thing at least is what no wish of ours has. */
const randomWish = (chance: Chance): Record<string, unknown> => {
  const wish: Record<string, unknown> = {
    id: uuidv7(),
    kind: chance.of(["update.post", "incident.close", "organisation.enter", "participant.set-role", "comment.post"]),
    organisation: chance.of([liaison.organisation, uuidv7()]),
    text: chance.of(STATEMENTS),
    name: chance.of(STATEMENTS),
    reason: chance.text(20),
  };
  for (let poison = 0; poison <= chance.below(3); poison += 1)
    wish[chance.of(["id", "kind", "text", "name", "email", "token", "role", "password", "incident"])] =
      chance.of(NO_VALUES);
  return wish;
};
const randomBody = (chance: Chance): string => {
  const kind = chance.below(3);
  if (kind === 0) return chance.of(BODIES_THAT_ARE_NONE.filter((body) => body.length < 5000));
  return kind === 1 ? chance.text(chance.below(200)) : JSON.stringify(randomWish(chance));
};
const randomPacket = (chance: Chance, known: readonly string[]): string => {
  const name = chance.of(["join", "leave", "command", "presence"]);
  const kind = chance.below(4);
  if (kind === 0) return chance.of(known);
  if (kind === 1) return `4${chance.text(chance.below(200))}`;
  const payload = kind === 2 ? chance.of(NO_VALUES) : { incident: target.id, ...randomWish(chance) };
  return `42${chance.of(["", "1", "77"])}${JSON.stringify([name, payload, chance.of(NO_VALUES)])}`;
};
