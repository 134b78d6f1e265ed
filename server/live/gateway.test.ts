import { request } from "node:http";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_VERSION } from "#domain/protocol";
import { endSession, sessionOf } from "#server/access/session";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, openServer, openTestServer, TestClient, type TestServer } from "#server/testing-http";

let server: TestServer;
let commander: TestPerson;
let room: TestIncident;
let liaison: TestPerson;
let newcomer: TestPerson;
const open: TestClient[] = [];

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  const own = await room.enter();
  liaison = await room.bring(own, "liaison");
  newcomer = await room.bring(own, "responder", "provisional");
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const client = (options: ConstructorParameters<typeof TestClient>[1]): TestClient => {
  const made = new TestClient(server.url, options);
  open.push(made);
  return made;
};
const connected = async (person: TestPerson, on: TestServer = server): Promise<TestClient> => {
  const made = new TestClient(on.url, { cookie: person.cookie });
  open.push(made);
  return made.connected();
};
const joined = async (person: TestPerson, at = room.id) => {
  const made = await connected(person);
  return { client: made, joined: await made.join(at) };
};
const post = (by: TestPerson, text: string, marking = "TLP:GREEN") => ({
  ...{ id: uuidv7(), kind: "update.post", organisation: by.organisation, text, marking },
});
/** A line that everybody may see; whoever has heard it has heard all that came before. */
const marker = async (at = room) =>
  (await send(server.context, commander, at.id, { kind: "incident.set-severity", severity: 2, reason: "marker" })).event
    .id;

describe("who is not let in", () => {
  const protocol = PROTOCOL_VERSION;
  it.each([
    ["nobody", {}, "unauthenticated"],
    ["an unknown session", { cookie: "muster=unknown" }, "unauthenticated"],
    ["an unknown token", { auth: { protocol, token: "x".repeat(43) } }, "unauthenticated"],
    ["no protocol", { auth: {} }, "unsupported"],
    ["another protocol", { auth: { protocol: protocol + 1 } }, "unsupported"],
    ["a protocol in words", { auth: { protocol: "1" } }, "unsupported"],
    ["a token that is none", { auth: { protocol, token: { $ne: 1 } } }, "unsupported"],
  ])("%s hears why", async (_who, options, reason) => {
    await expect(client(options).connected()).rejects.toThrow(reason);
  });

  it.each([
    ["another site", "https://evil.example"],
    ["the same name on another port", "http://127.0.0.1:1"],
    ["no site at all, with a cookie", ""],
    ["a page without an origin", "null"],
  ])("%s is refused before anything is read", async (_who, origin) => {
    await expect(client({ cookie: commander.cookie, origin }).connected()).rejects.toThrow("websocket error");
  });

  it("polling, or a websocket on another path", async () => {
    expect((await ask(server, "/ws/?EIO=4&transport=polling", { by: commander })).status).toBe(400);
    const upgrade = { connection: "upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
    const stray = request(`${server.url}/elsewhere`, { headers: { ...upgrade, "sec-websocket-key": "x".repeat(24) } });
    await expect(new Promise((_resolve, reject) => stray.on("error", reject).end())).rejects.toThrow("socket hang up");
  });

  it("somebody with a session is let in, by cookie, or by token without any origin", async () => {
    await client({ cookie: commander.cookie }).connected();
    const made = await ask(server, "/api/v1/me/tokens", { by: commander, body: { name: "program" } });
    const program = client({ origin: "", auth: { protocol, token: made.json["token"] } });
    await program.connected();
    expect(await program.join(room.id)).toMatchObject({ ok: true });
  });
});

describe("who may not join", () => {
  it("hears the same of an incident that is not his and of one that does not exist", async () => {
    const other = await incident(server.context, commander);
    const stranger = await connected(liaison);
    const answers = await Promise.all(
      [other.id, uuidv7()].map((id) => stranger.socket.emitWithAck("join", { incident: id })),
    );
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
    expect(answers[0]).toMatchObject({ ok: false, refusal: { code: "not-found" } });
    const wish = post(liaison, "?");
    const commands = await Promise.all(
      [other.id, uuidv7(), "garbage", 7, null, {}].map((id) =>
        stranger.socket.emitWithAck("command", { incident: id, ...wish }),
      ),
    );
    expect(commands[0]).toEqual(commands[1]);
    for (const answer of commands) expect(["not-found", "invalid"]).toContain(answer.refusal.code);
    const before = stranger.heard.length;
    await marker(other);
    await stranger.roundTrip();
    expect(stranger.heard).toHaveLength(before);
  });
});

describe("joining", () => {
  it("brings every line once: what was there in the snapshot, what came meanwhile in the rest, the others live", async () => {
    const busy = await incident(server.context, commander);
    const writer = await connected(commander);
    await writer.join(busy.id);
    const wishes = Array.from({ length: 120 }, (_, index) => post(commander, `while joining ${index}`));
    const writing = Promise.all(wishes.map((wish) => writer.command(busy.id, wish)));
    const readers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const reader = await connected(commander);
        return { reader, start: await reader.join(busy.id) };
      }),
    );
    const answers = await writing;
    const last = await marker(busy);
    const ids = answers.map((answer) => (answer.ok ? answer.event.id : "refused"));
    for (const { reader, start } of readers) {
      await reader.hears(last);
      const shown = start.snapshot?.feed.map(({ event }) => event.id) ?? [];
      const all = [...shown, ...[...start.events, ...reader.events].map(({ id }) => id)];
      expect(new Set(all).size).toBe(all.length);
      expect(all.filter((id) => ids.includes(id))).toEqual([...ids]);
    }
  });

  it("again with cursor and pass brings only what came after, and without one a fresh board", async () => {
    const { client: reader, joined: start } = await joined(commander);
    expect(start.snapshot).toBeDefined();
    reader.close();
    const missed = await send(server.context, commander, room.id, {
      ...{ kind: "update.post", organisation: commander.organisation, text: "missed" },
    });
    const again = await connected(commander);
    const { cursor, pass } = start;
    const caught = await again.join(room.id, { cursor, pass });
    expect(caught.snapshot).toBeUndefined();
    expect(caught.events.map(({ id }) => id)).toEqual([missed.event.id]);
    const altered = `${cursor.slice(0, 8)}${cursor[8] === "A" ? "B" : "A"}${cursor.slice(9)}`;
    for (const place of [
      {},
      { cursor },
      { cursor: altered, pass },
      { cursor, pass: altered },
      { cursor: pass, pass: cursor },
    ])
      expect((await again.join(room.id, place)).snapshot).toBeDefined();
    const stranger = await connected(liaison);
    expect((await stranger.join(room.id, { cursor, pass })).snapshot).toBeDefined();
  });

  it("twice on one socket hears everything once", async () => {
    const reader = await connected(commander);
    await Promise.all([reader.join(room.id), reader.join(room.id)]);
    const { streams } = await reader.join(room.id.toUpperCase());
    const last = await marker();
    await reader.hears(last);
    expect(reader.events.filter(({ id }) => id === last)).toHaveLength(1);
    const heard = reader.slices.at(-1);
    const place = streams.find(({ stream }) => stream === heard?.stream);
    expect(heard?.n).toBe((place?.n ?? Number.NaN) + 1);
  });

  it("by a socket that has gone meanwhile leaves nobody behind", async () => {
    const alone = await incident(server.context, commander);
    const leaving = await connected(commander);
    leaving.socket.emit("join", { incident: alone.id });
    leaving.close();
    const other = await connected(commander);
    await other.join(alone.id);
    other.close();
    await vi.waitFor(() => expect(server.gateway.present(alone.id)).toEqual(new Set()));
  });
});

describe("slices", () => {
  it("count 1, 2, 3 … within each stream, and reach everybody in the order of the log", async () => {
    const readers = await Promise.all([commander, commander, liaison].map((person) => joined(person)));
    const markings = ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED", "TLP:CLEAR"];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        send(server.context, index % 2 ? liaison : commander, room.id, {
          ...post(index % 2 ? liaison : commander, `mixed ${index}`, markings[index % 5]),
          kind: "update.post",
          marking: "TLP:GREEN",
          ...(index % 5 === 0 ? {} : { marking: index % 5 === 1 ? "TLP:AMBER" : "TLP:AMBER+STRICT" }),
        }),
      ),
    );
    const last = await marker();
    const log = await room.log();
    const order = new Map(log.map(({ n, event }) => [event.id, n]));
    for (const { client: reader, joined: start } of readers) {
      await reader.hears(last);
      const next = new Map(start.streams.map(({ stream, n }) => [stream, n]));
      for (const slice of reader.slices) {
        expect(slice.n).toBe((next.get(slice.stream) ?? Number.NaN) + 1);
        next.set(slice.stream, slice.n);
      }
      const places = reader.events.map(({ id }) => order.get(id) ?? 0);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it("of what is hidden do not come: no packet, no number", async () => {
    const { client: reader } = await joined(newcomer);
    await reader.hears(await marker());
    const before = reader.slices.at(-1);
    const hidden = await send(server.context, commander, room.id, {
      ...{ kind: "update.post", organisation: commander.organisation, text: "canary words", marking: "TLP:AMBER" },
    });
    await send(server.context, commander, room.id, { kind: "comment.post", on: hidden.event.id, text: "canary reply" });
    await reader.hears(await marker());
    const after = reader.slices.at(-1);
    expect(after?.n).toBe((before?.n ?? 0) + 1);
    expect(JSON.stringify(reader.heard)).not.toMatch(new RegExp(`canary|${hidden.event.id}`));
  });
});

describe("the beat", () => {
  it("tells the last number of each stream, so that a lost tail shows", async () => {
    const { client: reader, joined: start } = await joined(commander);
    await reader.hears(await marker());
    await vi.waitFor(() => expect(reader.beats.length).toBeGreaterThan(0), { timeout: 8000 });
    const last = new Map(start.streams.map(({ stream, n }) => [stream, n]));
    for (const { stream, n } of reader.slices) last.set(stream, n);
    for (const beat of reader.beats) {
      expect(beat.incident).toBe(room.id);
      for (const { stream, n } of beat.streams) expect(n).toBe(last.get(stream));
    }
  });
});

describe("whoever loses or wins something", () => {
  it("hears nothing after he was removed, and learns only that", async () => {
    const person = await room.bring(liaison.organisation, "responder");
    const { client: removed } = await joined(person);
    const { client: witness } = await joined(commander);
    await removed.hears(await marker());
    await send(server.context, commander, room.id, { kind: "participant.remove", person: person.id });
    const before = removed.slices.length;
    const posted = await send(server.context, commander, room.id, {
      ...{ kind: "update.post", organisation: commander.organisation, text: "after", marking: "TLP:GREEN" },
    });
    await witness.hears(await marker());
    await removed.roundTrip();
    expect(removed.resets).toEqual([{ incident: room.id, reason: "removed" }]);
    expect(removed.slices).toHaveLength(before);
    expect(JSON.stringify(removed.heard).includes(posted.event.id)).toBe(false);
    await expect(removed.join(room.id)).rejects.toThrow("not-found");
    expect(server.gateway.present(room.id).has(person.id)).toBe(false);
  });

  it("is told to read anew when he is vouched for, and then has the past", async () => {
    const person = await room.bring(liaison.organisation, "responder", "provisional");
    const hidden = await send(server.context, liaison, room.id, {
      ...{ kind: "update.post", organisation: liaison.organisation, text: "for the vouched", marking: "TLP:AMBER" },
    });
    const { client: reader, joined: start } = await joined(person);
    expect(JSON.stringify(start).includes(hidden.event.id)).toBe(false);
    await send(server.context, liaison, room.id, { kind: "participant.vouch", person: person.id });
    await vi.waitFor(() => expect(reader.resets).toEqual([{ incident: room.id, reason: "rights" }]));
    const again = await reader.join(room.id, { cursor: start.cursor, pass: start.pass });
    expect(JSON.stringify(again.snapshot).includes(hidden.event.id)).toBe(true);
  });

  it("is told to read anew when he is made an observer, and no longer has it", async () => {
    const person = await room.bring(liaison.organisation, "responder");
    const shown = await send(server.context, commander, room.id, {
      ...{ kind: "update.post", organisation: commander.organisation, text: "for the staff", marking: "TLP:AMBER" },
    });
    const { client: reader, joined: start } = await joined(person);
    expect(JSON.stringify(start).includes(shown.event.id)).toBe(true);
    await send(server.context, commander, room.id, {
      kind: "participant.set-role",
      person: person.id,
      role: "observer",
    });
    await vi.waitFor(() => expect(reader.resets).toEqual([{ incident: room.id, reason: "rights" }]));
    const again = await reader.join(room.id, { cursor: start.cursor, pass: start.pass });
    expect(JSON.stringify(again).includes(shown.event.id)).toBe(false);
    const wish = { kind: "incident.set-sharing", amberToObservers: true, amberToCommunications: false } as const;
    await send(server.context, commander, room.id, wish);
    await vi.waitFor(() => expect(reader.resets).toHaveLength(2));
    expect(JSON.stringify(await reader.join(room.id)).includes(shown.event.id)).toBe(true);
  });

  it.each([
    ["redacted", "update.redact", {}],
    ["marking", "update.set-marking", { marking: "TLP:AMBER+STRICT" }],
  ] as const)("is told to read anew when what he held is gone: %s", async (reason, kind, fields) => {
    const { event } = await send(server.context, liaison, room.id, {
      ...{
        kind: "update.post",
        organisation: liaison.organisation,
        text: `held words ${reason}`,
        marking: "TLP:AMBER",
      },
    });
    const { client: holder } = await joined(commander);
    const { client: other } = await joined(newcomer);
    await send(server.context, liaison, room.id, { kind, event: event.id, reason: "care", ...fields } as never);
    await vi.waitFor(() => expect(holder.resets).toEqual([{ incident: room.id, reason }]));
    expect(JSON.stringify(await holder.join(room.id)).includes(`held words ${reason}`)).toBe(false);
    await other.hears(await marker());
    expect(other.resets).toEqual([]);
  });
});

describe("a session that ends", () => {
  it("closes its sockets and no others, and says why", async () => {
    const person = await room.bring(liaison.organisation, "responder");
    const { client: first } = await joined(person);
    const { client: second } = await joined(person);
    const { client: other } = await joined(commander);
    const out = await ask(server, "/api/v1/session", { by: person, method: "DELETE" });
    expect(out.status).toBe(200);
    await Promise.all([first.gone(), second.gone()]);
    expect(first.closings).toEqual([{ reason: "signed-out", retryMs: 0 }]);
    expect(other.socket.connected).toBe(true);
    await expect(client({ cookie: person.cookie }).connected()).rejects.toThrow("unauthenticated");
  });

  it("by a revoked token closes that token's sockets", async () => {
    const made = await ask(server, "/api/v1/me/tokens", { by: commander, body: { name: "program" } });
    const auth = { protocol: PROTOCOL_VERSION, token: made.json["token"] };
    const program = await client({ origin: "", auth }).connected();
    const { client: page } = await joined(commander);
    await ask(server, `/api/v1/me/tokens/${String(made.json["id"])}`, { by: commander, method: "DELETE" });
    await program.gone();
    expect(program.closings).toEqual([{ reason: "signed-out", retryMs: 0 }]);
    expect(page.socket.connected).toBe(true);
  });

  it("elsewhere, in the store alone, no longer opens a socket", async () => {
    const person = await room.bring(liaison.organisation, "responder");
    const session = await sessionOf(server.context, person.cookie);
    if (session === null) throw new Error("no session");
    await endSession(server.context, session);
    await expect(client({ cookie: person.cookie }).connected()).rejects.toThrow("unauthenticated");
  });
});

describe("an incident with a listener", () => {
  it("is not forgotten for others that are opened, and is when the listener has gone", async () => {
    const small = await openServer(server, { roomsMax: 2 });
    try {
      const others = [await incident(server.context, commander), await incident(server.context, commander)];
      const { journal } = small.context;
      const watcher = await connected(liaison, small);
      await watcher.join(room.id);
      for (const other of [...others, await incident(server.context, commander)]) await journal.room(other.id);
      expect(journal.held()).toContain(room.id);
      const { event } = await send(small.context, commander, room.id, {
        ...{ kind: "incident.set-severity", severity: 3, reason: "heard" },
      });
      await watcher.hears(event.id);
      watcher.close();
      await vi.waitFor(() => expect(small.gateway.size()).toBe(0));
      for (const other of others) await journal.room(other.id);
      expect(journal.held()).not.toContain(room.id);
    } finally {
      await small.end();
    }
  });
});

describe("a catch-up", () => {
  it("of more bytes than a board takes is answered with a fresh board; what is hidden does not count", async () => {
    const busy = await incident(server.context, commander);
    const own = await busy.enter();
    const [speaker, guest] = [await busy.bring(own, "liaison"), await busy.bring(own, "guest")];
    const [before, guestBefore] = [await joined(speaker, busy.id), await joined(guest, busy.id)];
    for (let turn = 0; turn < 300; turn += 1)
      await send(server.context, speaker, busy.id, {
        ...{ kind: "update.post", organisation: own, text: "x".repeat(2000), marking: "TLP:AMBER" },
      });
    const { cursor, pass } = before.joined;
    expect(await before.client.join(busy.id, { cursor, pass })).toMatchObject({ snapshot: expect.anything() });
    const small = await guestBefore.client.join(busy.id, {
      cursor: guestBefore.joined.cursor,
      pass: guestBefore.joined.pass,
    });
    expect(small.snapshot).toBeUndefined();
    expect(small.events).toEqual([]);
  });
});

describe("presence", () => {
  it("counts people, not sockets, by the code of their organisation", async () => {
    const quiet = await incident(server.context, commander);
    const own = await quiet.enter();
    const people = [await quiet.bring(own, "liaison"), await quiet.bring(own, "responder")];
    const watcher = await connected(commander);
    await watcher.join(quiet.id);
    for (const person of [...people, ...people]) await (await connected(person)).join(quiet.id);
    const roster = (await server.context.journal.room(quiet.id))?.roster;
    const code = roster?.organisations.get(own)?.code ?? "";
    await vi.waitFor(
      () => expect(watcher.presences.at(-1)).toEqual({ incident: quiet.id, organisations: { CERT: 1, [code]: 2 } }),
      { timeout: 5000 },
    );
    expect(server.gateway.present(quiet.id).size).toBe(3);
  });
});

describe("both doors", () => {
  it("answer one id with one event, fifty times at once", async () => {
    const { client: reader } = await joined(commander);
    const wish = post(commander, "by both doors");
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) =>
        index % 2
          ? reader.command(room.id, wish)
          : (await ask(server, `/api/v1/incidents/${room.id}/commands`, { by: commander, body: wish })).json,
      ),
    );
    const ids = new Set(answers.map((answer) => JSON.stringify("event" in answer ? answer.event : answer)));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => "repeated" in answer && !answer.repeated)).toHaveLength(1);
    const last = await marker();
    await reader.hears(last);
    expect(reader.events.filter((event) => "command" in event && event.command === wish.id)).toHaveLength(1);
  });

  it("answer the author before the slice comes", async () => {
    const { client: author } = await joined(commander);
    const order: string[] = [];
    author.socket.once("slice", () => order.push("slice"));
    const wish = { incident: room.id, ...post(commander, "mine") };
    author.socket.emit("command", wish, () => order.push("answer"));
    await vi.waitFor(() => expect(order).toEqual(["answer", "slice"]));
  });

  it("go on after a restart: the cursor and pass of before fit", async () => {
    const { joined: start } = await joined(commander);
    const restarted = await openServer(server);
    try {
      const again = await connected(commander, restarted);
      const caught = await again.join(room.id, { cursor: start.cursor, pass: start.pass });
      expect(caught.snapshot).toBeUndefined();
      expect(caught.events).toEqual([]);
    } finally {
      await restarted.end();
    }
  });
});

describe("a server that ends", () => {
  it("tells everybody to come back after a while of his own", async () => {
    const ending = await openServer(server);
    const clients = await Promise.all([1, 2, 3].map(() => connected(commander, ending)));
    await ending.end();
    await Promise.all(clients.map((one) => one.gone()));
    for (const { closings } of clients) {
      expect(closings).toEqual([{ reason: "restart", retryMs: expect.any(Number) }]);
      expect(closings[0]?.retryMs).toBeGreaterThanOrEqual(500);
    }
  });
});
