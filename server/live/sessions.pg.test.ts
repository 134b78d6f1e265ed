import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { PROTOCOL_VERSION } from "#domain/protocol";
import { administrator, incident, type TestIncident, type TestPerson } from "#server/testing";
import { ask, connect, openServer, openTestServer, TestClient, type TestServer } from "#server/testing-http";
import { type Bus, openBus } from "./bus.ts";

/** Two nodes on one PostgreSQL: somebody signs out on the first, and his sockets are on the second. */
const NEVER_MS = 3_600_000;
let first: TestServer;
let second: TestServer;
let commander: TestPerson;
let room: TestIncident;
const buses: Bus[] = [];

const busOf = (node: () => TestServer, pollEveryMs: number): Bus => {
  const bus = openBus(first.store.pool.options.connectionString ?? "", {
    journal: () => node().context.journal,
    checkSessions: () => node().gateway.checkSessions(),
    log: first.context.log,
    pollEveryMs,
  });
  buses.push(bus);
  return bus;
};

beforeAll(async () => {
  first = await openTestServer({ ringSessions: () => buses[0]?.ringSessions() });
  second = await openServer(first);
  commander = await administrator(first.context);
  room = await incident(first.context, commander);
});
afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.close();
});
afterAll(async () => {
  await second.end();
  await first.close();
});

const signOut = (by: TestPerson) => ask(first, "/api/v1/session", { by, method: "DELETE" });

/** A ring before both listen is lost: a session that ends again and again until the other node has heard one. */
const untilHeard = async (): Promise<void> => {
  const waiting = { heard: false };
  const { gateway } = second;
  const check = gateway.checkSessions;
  gateway.checkSessions = () => {
    waiting.heard = true;
    check();
  };
  const ringer = buses[0];
  await expect
    .poll(
      () => {
        ringer?.ringSessions();
        return waiting.heard;
      },
      { timeout: 20_000, interval: 50 },
    )
    .toBe(true);
  gateway.checkSessions = check;
};

it("the bell alone ends them, and nobody else's", async () => {
  busOf(() => first, NEVER_MS);
  busOf(() => second, NEVER_MS);
  await untilHeard();
  const own = await room.enter();
  const [leaving, staying] = [await room.bring(own, "liaison"), await room.bring(own, "responder")];
  const [there, other] = [await connect(second, leaving), await connect(second, staying)];
  await there.join(room.id);
  expect((await signOut(leaving)).status).toBe(200);
  await there.gone();
  expect(there.closings).toEqual([{ reason: "expired", retryMs: 0 }]);
  await other.roundTrip();
  other.close();
});

it("a revoked token's sockets end too", async () => {
  busOf(() => first, NEVER_MS);
  busOf(() => second, NEVER_MS);
  await untilHeard();
  const { json } = await ask(first, "/api/v1/me/tokens", { by: commander, body: { name: uuidv7() } });
  const auth = { protocol: PROTOCOL_VERSION, token: json["token"] };
  const program = await new TestClient(second.url, { origin: "", auth }).connected();
  await ask(first, `/api/v1/me/tokens/${String(json["id"])}`, { by: commander, method: "DELETE" });
  await program.gone();
});

it("without a bell the poll ends them", async () => {
  const leaving = await room.bring(await room.enter(), "liaison");
  const there = await connect(second, leaving);
  busOf(() => second, 50);
  await signOut(leaving);
  await there.gone();
  expect(there.closings).toEqual([{ reason: "expired", retryMs: 0 }]);
});
