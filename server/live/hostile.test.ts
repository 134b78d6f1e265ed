import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { openServer, openTestServer, TestClient, type TestServer } from "#server/testing-http";

let server: TestServer;
let commander: TestPerson;
let liaison: TestPerson;
let room: TestIncident;
let witness: TestClient;
const open: TestClient[] = [];

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  liaison = await room.bring(await room.enter(), "liaison");
  witness = await new TestClient(server.url, { cookie: commander.cookie }).connected();
  await witness.join(room.id);
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(async () => {
  witness.close();
  await server.close();
});

const hostile = async (on: TestServer = server): Promise<TestClient> => {
  const client = new TestClient(on.url, { cookie: liaison.cookie });
  open.push(client);
  return client.connected();
};

/** Everybody else goes on as if nothing had been: nothing reached the log, nothing counts as our own fault. */
const expectUnharmed = async (before: number | null): Promise<void> => {
  expect(await room.length()).toBe(before);
  const wish = { kind: "incident.set-severity", severity: 2, reason: "marker" } as const;
  const { event } = await send(server.context, commander, room.id, wish);
  await witness.hears(event.id);
  expect(witness.closings).toEqual([]);
  expect(server.faults).toEqual([]);
};

const PAYLOADS: unknown[] = [
  ...[undefined, null, 0, -1, 1e308, "", "text", true, [], [[[]]], {}, { incident: null }, { incident: {} }],
  ...[{ incident: "../../etc/passwd" }, { incident: "x".repeat(60_000) }, { incident: ["a"] }, { id: 1 }],
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  Buffer.from([0, 1, 2, 255]),
  { incident: Buffer.from("x") },
];

describe("messages that are none", () => {
  it.each(["join", "leave", "command", "presence"])(
    "%s with anything as its payload is answered with a refusal",
    async (name) => {
      const before = await room.length();
      const client = await hostile();
      for (const payload of PAYLOADS) {
        client.socket.emit(name, payload);
        const answer = await client.socket.timeout(5000).emitWithAck(name, payload);
        expect(answer).toMatchObject({ ok: false, refusal: { code: expect.stringMatching(/invalid|not-found/) } });
      }
      // An acknowledgement that is no function, and arguments that nobody asked for.
      client.socket.emit(name, "not a function", { also: "not" }, null, undefined);
      client.socket.emit(name);
      await client.roundTrip();
      expect(Object.keys(Object.prototype)).toEqual([]);
      await expectUnharmed(before);
    },
  );

  it("of unknown or reserved names are not heard", async () => {
    const before = await room.length();
    const client = await hostile();
    for (const name of [
      "slice",
      "reset",
      "closing",
      "beat",
      "toString",
      "__proto__",
      "constructor",
      "",
      "x".repeat(5000),
    ])
      client.socket.emit(name, { incident: room.id });
    await client.roundTrip();
    await expectUnharmed(before);
  });
});

const INCIDENT = "00000000-0000-4000-8000-000000000000";
/** Text that the engine takes for a packet of Socket.IO. */
const PACKETS = [
  ...["", "garbage", "9", "2", "2[", "2[]", "2null", "2{}", '2"join"', "2[null]", "2[7]", "2[{}]", '2["join"]'],
  ...[
    '2["join",null]',
    '2["disconnect"]',
    '2["connect_error"]',
    '2["newListener"]',
    '2["removeListener"]',
    '2["error"]',
  ],
  ...['2["__proto__",{}]', `2999999999999999999999["join",{"incident":"${INCIDENT}"}]`, '2-1["join",{}]', "2/other,[]"],
  ...[
    "0",
    "0/other,",
    `0/${"n".repeat(5000)},`,
    '0{"token":{}}',
    "1",
    "1/other,",
    '3["ack"]',
    "31[]",
    '4{"message":"x"}',
  ],
  ...[
    '51-["join",{"_placeholder":true,"num":0}]',
    '51-["join",{"_placeholder":true,"num":9}]',
    '51000-["x"]',
    "5-[]",
    "6[]",
  ],
  `2["join",${"[".repeat(20_000)}${"]".repeat(20_000)}]`,
  `2["command",${'{"a":'.repeat(5000)}1${"}".repeat(5000)}]`,
];

describe("packets that are none", () => {
  it("cost their sender the connection at most", async () => {
    const before = await room.length();
    for (const packet of PACKETS) {
      const client = await hostile();
      client.socket.io.engine.write(packet);
      client.socket.io.engine.write(new Uint8Array([1, 2, 3]) as unknown as string);
    }
    await expectUnharmed(before);
  });

  it("of more than 64 kB close the connection", async () => {
    const before = await room.length();
    for (const size of [65_537, 300_000]) {
      const client = await hostile();
      client.socket.emit("command", { text: "x".repeat(size) });
      await client.gone();
    }
    await expectUnharmed(before);
  });

  it("five hundred of them, at random, leave everybody else alone", async () => {
    const before = await room.length();
    // Numerical Recipes' generator, from one seed: the same packets each time.
    let state = 20_240_719;
    const chance = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const letters = '0123456789[]{}",:-/\\ntruefalsejoincommandincident\u0000\ud83d€';
    const random = (length: number): string => Array.from({ length }, () => letters[chance(letters.length)]).join("");
    let client = await hostile();
    for (let packet = 0; packet < 500; packet += 1) {
      if (client.socket.disconnected) client = await hostile();
      const words = random(chance(300));
      if (chance(3) > 0) client.socket.io.engine.write(`${chance(2) ? '2["command",' : ""}${words}`);
      else client.socket.emit(["join", "command", "leave", "presence"][chance(4)] ?? "x", words, { [words]: words });
    }
    await expectUnharmed(before);
  });
});

describe("too many messages", () => {
  it("are refused after sixty in ten seconds, and end the connection after three hundred", async () => {
    const limited = await openServer(server, { limits: true });
    try {
      const client = await hostile(limited);
      const answers = await Promise.all(
        Array.from({ length: 70 }, () => client.socket.emitWithAck("leave", { incident: INCIDENT })),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(60);
      expect(answers.at(-1)).toMatchObject({ ok: false, refusal: { code: "too-many" } });
      for (let message = 0; message < 240; message += 1) client.socket.emit("leave", { incident: INCIDENT });
      await client.gone();
      expect(client.closings).toEqual([{ reason: "too-many", retryMs: expect.any(Number) }]);
    } finally {
      await limited.end();
    }
  });
});
