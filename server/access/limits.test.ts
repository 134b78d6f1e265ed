import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { registry } from "#server/metrics";
import { administrator, back, incident, refusalOf, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, connect, openServer, openTestServer, type TestClient, type TestServer } from "#server/testing-http";
import { AT_ONCE, RATES } from "./limits.ts";

/** The people are made on a server without limits; the limits are asked of another one on the same store. */
const MINUTE = 60_000;
const PASSWORD = "a long password of somebody";
let open: TestServer;
let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let own: string;
let liaison: TestPerson;

beforeAll(async () => {
  open = await openTestServer();
  commander = await administrator(open.context, PASSWORD);
  room = await incident(open.context, commander);
});
afterAll(() => open.close());
beforeEach(async () => {
  open.clock.advance(61 * MINUTE);
  server = await openServer(open, { limits: true });
  commander = await back(server.context, commander);
  own = await room.enter();
  liaison = await room.bring(own, "liaison");
  return () => server.end();
});

const post = (by: TestPerson, org = by.organisation) =>
  send(server.context, by, room.id, { kind: "update.post", organisation: org, text: "Still working on it." });
const limitedBy = async (limit: string): Promise<number> => {
  const { values } = (await registry.getSingleMetric("muster_limited_total")?.get()) ?? { values: [] };
  return values.find(({ labels }) => labels["limit"] === limit)?.value ?? 0;
};
const times = <T>(count: number, act: (turn: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, turn) => act(turn)));

/** One after the other: more than five in five seconds are a burst. */
const postSlowly = async (by: TestPerson, count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) {
    if (turn > 0 && turn % RATES.updatesBurst.max === 0) open.clock.advance(5000);
    await post(by);
  }
};

describe("updates", () => {
  it("are refused after five in five seconds, for that person alone, and counted by name", async () => {
    const colleague = await room.bring(own, "liaison");
    const before = await limitedBy("updatesBurst");
    await times(5, () => post(liaison));
    const length = await room.length();
    expect(await refusalOf(post(liaison))).toMatchObject({ code: "too-many" });
    expect(await room.length()).toBe(length);
    expect(await limitedBy("updatesBurst")).toBe(before + 1);
    await post(colleague);
    open.clock.advance(5000);
    await post(liaison);
  });

  it("are refused after twenty a minute; the commander may post twice as many", async () => {
    await postSlowly(liaison, 20);
    open.clock.advance(5000);
    expect(await refusalOf(post(liaison))).toMatchObject({ code: "too-many" });
    await times(10, () => post(commander));
    expect(await refusalOf(post(commander))).toMatchObject({ code: "too-many" });
  });

  it("of one organisation leave room for the others and for the command", async () => {
    const people = await times(6, () => room.bring(own, "liaison"));
    const other = await room.bring(await room.enter(), "liaison");
    for (const person of people) await times(5, () => post(person));
    for (let round = 0; round < 3; round += 1) {
      open.clock.advance(5000);
      for (const person of people) await times(5, () => post(person));
    }
    expect(await refusalOf(post(liaison))).toMatchObject({ code: "too-many" });
    await post(other);
    await post(commander);
  });

  it("that were refused for another reason, and repeats, cost nothing", async () => {
    const observer = await room.bring(own, "observer");
    await times(30, () => refusalOf(post(observer)));
    const wish = { id: uuidv7(), kind: "update.post", organisation: own, text: "Once." } as const;
    const first = await send(server.context, liaison, room.id, wish);
    await times(4, () => post(liaison));
    expect(await send(server.context, liaison, room.id, wish)).toEqual({ ...first, repeated: true });
    // A node that remembers nothing finds the first answer in the log.
    const again = await openServer(open, { limits: true });
    await times(5, () => send(again.context, liaison, room.id, { ...wish, id: uuidv7() }));
    expect(await send(again.context, liaison, room.id, wish)).toEqual({ ...first, repeated: true });
    await again.end();
  });
});

describe("requests", () => {
  it("of a person are refused after 60 writes a minute, but not a declaration of severity 1", async () => {
    const declare = (severity: number) =>
      ask(server, "/api/v1/incidents", {
        by: commander,
        body: { id: uuidv7(), title: "Outage", severity, mode: "real" },
      });
    await times(60, () => ask(server, "/api/v1/me/tokens", { by: commander, body: {} }));
    const refused = await declare(2);
    expect(refused).toMatchObject({ status: 429, json: { code: "too-many" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await declare(1)).status).toBe(201);
    expect((await ask(server, "/api/v1/me", { by: commander })).status).toBe(200);
    expect((await ask(server, "/api/v1/me/tokens", { by: liaison, body: {} })).status).toBe(400);
  });

  it("without a session are refused after a hundred a minute; wrong tokens after ten an hour", async () => {
    const guess = () => ask(server, "/api/v1/me", { headers: { authorization: `Bearer ${"x".repeat(43)}` } });
    const statuses = (await times(11, guess)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    await times(89, () => ask(server, "/api/v1/me"));
    expect((await ask(server, "/api/v1/me")).status).toBe(429);
    expect((await ask(server, "/api/v1/me", { by: liaison })).status).toBe(200);
  });

  it("for exports are refused while two of the incident are under way, after access was asked", async () => {
    const { limits } = server.context;
    const releases = [limits.hold("exportsPerIncident", room.id), limits.hold("exportsPerIncident", room.id)];
    const elsewhere = await incident(open.context, commander);
    const stranger = await elsewhere.bring(await elsewhere.enter(), "liaison");
    const download = (by: TestPerson) => ask(server, `/api/v1/incidents/${room.id}/export`, { by });
    expect((await download(stranger)).status).toBe(404);
    expect((await download(commander)).status).toBe(429);
    for (const release of releases) release();
    expect((await download(commander)).status).toBe(200);
  });
});

describe("signing in", () => {
  const attempt = (email: string, password: string) => ask(server, "/api/v1/session", { body: { email, password } });

  it("is counted also when all attempts come at once, and then goes on once a minute", async () => {
    const statuses = (await times(12, () => attempt(commander.email, "wrong words"))).map(({ status }) => status);
    // Five, and the one of this minute.
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect((await attempt(commander.email, PASSWORD)).status).toBe(429);
    open.clock.advance(MINUTE);
    expect((await attempt(commander.email, PASSWORD)).status).toBe(200);
  });

  it("is slowed, never closed, for an account that is tried from everywhere", async () => {
    const { limits } = server.context;
    for (let turn = 0; turn < 200; turn += 1) limits.count("signInWrongPerAccount", commander.email);
    expect((await attempt(commander.email, "wrong words")).status).toBe(401);
    expect((await attempt(commander.email, PASSWORD)).status).toBe(429);
    open.clock.advance(MINUTE);
    expect((await attempt(commander.email, PASSWORD)).status).toBe(200);
  });

  it("does not count what was right", async () => {
    for (let turn = 0; turn < 8; turn += 1) expect((await attempt(commander.email, PASSWORD)).status).toBe(200);
  });
});

describe("sockets", () => {
  it("are refused after five connects in ten seconds, and closed beyond ten of one person", async () => {
    const clients: TestClient[] = [];
    for (let turn = 0; turn < 5; turn += 1) clients.push(await connect(server, liaison));
    await expect(connect(server, liaison)).rejects.toThrow("too-many");
    open.clock.advance(10_000);
    for (let turn = 0; turn < 5; turn += 1) clients.push(await connect(server, liaison));
    open.clock.advance(10_000);
    const eleventh = await connect(server, liaison);
    await eleventh.gone();
    expect(eleventh.closings).toEqual([{ reason: "too-many", retryMs: expect.any(Number) }]);
    expect(clients.every(({ socket }) => socket.connected)).toBe(true);
    clients[0]?.close();
    const last = clients.at(-1);
    await expect.poll(() => server.gateway.size()).toBe(9);
    const next = await connect(server, liaison);
    await next.roundTrip();
    expect(next.closings).toEqual([]);
    for (const client of [...clients, next]) client.close();
    await last?.gone();
  });

  it("join twenty times a minute, and get a board only when there is a place for making it", async () => {
    const { limits } = server.context;
    const releases = Array.from({ length: AT_ONCE.snapshots }, () => limits.hold("snapshots", "all"));
    const client = await connect(server, liaison);
    await expect(client.join(room.id)).rejects.toThrow("too-many");
    for (const release of releases) release();
    for (let turn = 1; turn < RATES.joins.max; turn += 1) await client.join(room.id);
    await expect(client.join(room.id)).rejects.toThrow("too-many");
    client.close();
  });

  it("may still declare severity 1 when everything else is refused", async () => {
    const client = await connect(server, commander);
    const declare = (severity: number) =>
      client.socket.emitWithAck("command", {
        ...{ id: uuidv7(), kind: "incident.declare", title: "Outage", severity, mode: "real" },
      });
    await times(60, () => client.roundTrip());
    expect(await declare(2)).toMatchObject({ ok: false, refusal: { code: "too-many" } });
    expect(await declare(1)).toMatchObject({ ok: true });
    client.close();
  });
});

describe("sizes", () => {
  it("hold also on the socket: what is nested too deeply is refused", async () => {
    const client = await connect(server, liaison);
    let deep: object = {};
    for (let level = 0; level < 40; level += 1) deep = { deep };
    expect(await client.command(room.id, deep)).toMatchObject({ ok: false, refusal: { code: "invalid" } });
    client.close();
  });
});
