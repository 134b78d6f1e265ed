import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { people } from "#db/schema/tables";
import { testEngine } from "#db/testing";
import { type Joined, PROTOCOL_VERSION } from "#domain/protocol";
import { hashPassword } from "#server/access/password";
import { readEntries, readEntry } from "#server/journal/read";
import {
  administrator,
  incident,
  openTestBed,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { ask, openServer, TestClient, type TestServer } from "#server/testing-http";
import { type Bus, openBus } from "./bus.ts";

/**
 * Changes of rights while posts come at fifty a second: more than two hundred on PostgreSQL, where the change is made
 * on one node and whom it concerns listens on the other; fewer on the embedded store, which has one node.
 */

const ROUNDS_OF_EACH = testEngine() === "embedded" ? 6 : 30;
const POST_EVERY_MS = 17;
const IN_FLIGHT_MAX = 20;

let bed: TestBed;
let nodes: TestServer[];
const buses: Bus[] = [];
let commander: TestPerson;
let room: TestIncident;
let organisation: string;
let poster: NodeJS.Timeout;
let posts = 0;
const startedAt = performance.now();
/** From the answer of the change to the word of it at the socket. */
const tookMs: number[] = [];

/** The node where the change is made, and the one where it is felt. */
const here = (): TestServer => nodes[0] ?? fail();
const there = (): TestServer => nodes.at(-1) ?? fail();
const fail = (): never => {
  throw new Error("no server");
};

const openNodes = async (): Promise<TestServer[]> => {
  if (testEngine() === "embedded") return [await openServer(bed)];
  const opened: TestServer[] = [];
  for (const index of [0, 1]) {
    const server = await openServer(bed, {
      ring: (id) => buses[index]?.ring(id),
      ringSessions: () => buses[index]?.ringSessions(),
    });
    opened.push(server);
    buses.push(
      openBus(bed.store.pool.options.connectionString ?? "", {
        journal: () => server.context.journal,
        checkSessions: () => server.gateway.checkSessions(),
        log: server.context.log,
      }),
    );
  }
  return opened;
};

let inFlight = 0;
const post = async (): Promise<string> => {
  posts += 1;
  const words = { organisation: commander.organisation, text: `post ${posts}`, marking: "TLP:AMBER" } as const;
  return (await send(here().context, commander, room.id, { kind: "update.post", ...words })).event.id;
};

beforeAll(async () => {
  bed = await openTestBed();
  nodes = await openNodes();
  commander = await administrator(here().context);
  room = await incident(here().context, commander);
  organisation = await room.enter();
  poster = setInterval(() => {
    if (inFlight >= IN_FLIGHT_MAX) return;
    inFlight += 1;
    void post().finally(() => {
      inFlight -= 1;
    });
  }, POST_EVERY_MS);
});
afterAll(async () => {
  clearInterval(poster);
  await vi.waitFor(() => expect(inFlight).toBe(0), { timeout: 10_000 });
  const rate = Math.round((posts * 1000) / (performance.now() - startedAt));
  const sorted = tookMs.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((ms) => Math.round(ms ?? 0));
  process.stdout.write(`${sorted.length} changes at ${rate} posts/s: told after ${median} ms, at most ${longest} ms\n`);
  for (const server of nodes) {
    expect(server.faults).toEqual([]);
    await server.end();
  }
  await Promise.all(buses.map((bus) => bus.close()));
  await bed.close();
});

type Listening = { person: TestPerson; client: TestClient; joined: Joined };

/** Somebody who hears the posts, on the other node when there is one. */
const listening = async (standing: "vouched" | "provisional" = "vouched"): Promise<Listening> => {
  const person = await room.bring(organisation, "responder", standing);
  const client = await new TestClient(there().url, { cookie: person.cookie }).connected();
  await vi.waitFor(
    async () => {
      const known = (await there().context.journal.room(room.id))?.participant(person.id);
      expect(known?.standing).toBe(standing);
    },
    { timeout: 10_000, interval: 5 },
  );
  const joined = await client.join(room.id);
  if (standing === "vouched")
    await vi.waitFor(() => expect(client.events.length).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
  return { person, client, joined };
};

/** Makes the change and waits until the socket was told of it; answers the event it became. */
const change = async ({ client }: Listening, wish: Parameters<typeof send>[3]): Promise<string> => {
  const kept = await send(here().context, commander, room.id, wish);
  const answered = performance.now();
  await vi.waitFor(() => expect(client.resets).toHaveLength(1), { interval: 2, timeout: 10_000 });
  tookMs.push(Math.max(0, performance.now() - answered));
  return kept.event.id;
};

/** Everything that came to the person was committed before the change. */
const demandNothingAfter = async ({ client }: Listening, changed: string): Promise<void> => {
  const later = await post();
  await client.roundTrip();
  const { db } = bed.store;
  const place = (await readEntry(db, room.id, changed))?.n ?? 0;
  const after = new Set((await readEntries(db, room.id, place - 1, 10_000)).map(({ event }) => event.id));
  expect(after).toContain(later);
  expect(client.events.filter(({ id }) => after.has(id))).toEqual([]);
};

const eventsOf = ({ person, joined }: Pick<Listening, "person" | "joined">) =>
  ask(there(), `/api/v1/incidents/${room.id}/events?cursor=${encodeURIComponent(joined.cursor)}`, { by: person });

const rounds = async (round: () => Promise<void>): Promise<void> => {
  for (let turn = 0; turn < ROUNDS_OF_EACH; turn += 1) await round();
};

describe("under fire", () => {
  it("whoever is removed hears nothing later, and his cursor and pass are nothing", async () => {
    await rounds(async () => {
      const one = await listening();
      const changed = await change(one, { kind: "participant.remove", person: one.person.id });
      await demandNothingAfter(one, changed);
      const { cursor, pass } = one.joined;
      await expect(one.client.join(room.id, { cursor, pass })).rejects.toThrow("not-found");
      expect((await eventsOf(one)).status).toBe(404);
      one.client.close();
    });
  }, 240_000);

  it("whoever is made a guest hears nothing later that is not for guests, and starts anew", async () => {
    await rounds(async () => {
      const one = await listening();
      const changed = await change(one, { kind: "participant.set-role", person: one.person.id, role: "guest" });
      await demandNothingAfter(one, changed);
      const { cursor, pass } = one.joined;
      const again = await one.client.join(room.id, { cursor, pass });
      expect(again.snapshot).toBeDefined();
      expect(JSON.stringify(again)).not.toMatch(/post \d/);
      expect((await eventsOf(one)).text).not.toMatch(/post \d/);
      one.client.close();
    });
  }, 240_000);

  it("whoever is vouched for has the past at once, and every later post", async () => {
    await rounds(async () => {
      const one = await listening("provisional");
      expect(JSON.stringify(one.joined)).not.toMatch(/post \d/);
      await change(one, { kind: "participant.vouch", person: one.person.id });
      const { cursor, pass } = one.joined;
      const again = await one.client.join(room.id, { cursor, pass });
      expect(JSON.stringify(again.snapshot)).toMatch(/post \d/);
      await one.client.hears(await post());
      one.client.close();
    });
  }, 240_000);

  it("people of an organisation that leaves hear nothing later, and are back with it", async () => {
    await rounds(async () => {
      const one = await listening();
      const changed = await change(one, { kind: "organisation.leave", organisation });
      await demandNothingAfter(one, changed);
      await expect(one.client.join(room.id, one.joined)).rejects.toThrow();
      await send(here().context, commander, room.id, { kind: "organisation.enter", organisation });
      one.client.close();
    });
  }, 240_000);

  /** Ends the socket's session somewhere, and sees that it is gone for good while somebody else hears on. */
  const end = async (
    ended: TestClient,
    witness: TestClient,
    ending: () => Promise<{ status: number }>,
  ): Promise<void> => {
    expect((await ending()).status).toBe(200);
    const answered = performance.now();
    await ended.gone();
    tookMs.push(performance.now() - answered);
    const heard = ended.heard.length;
    const later = await post();
    await witness.hears(later);
    expect(ended.heard).toHaveLength(heard);
    expect(JSON.stringify(ended.heard).includes(later)).toBe(false);
    ended.close();
  };

  const witnessOf = async (): Promise<TestClient> => (await listening()).client;

  it("whoever signs out, or loses his token, has no socket any more", async () => {
    const witness = await witnessOf();
    for (let turn = 0; turn < ROUNDS_OF_EACH; turn += 1) {
      const one = await listening();
      const { person, client } = one;
      const made = await ask(there(), "/api/v1/me/tokens", { by: person, body: { name: `program ${uuidv7()}` } });
      const auth = { protocol: PROTOCOL_VERSION, token: String(made.json["token"]) };
      const program = await new TestClient(there().url, { origin: "", auth }).connected();
      await program.join(room.id);
      const token = `/api/v1/me/tokens/${String(made.json["id"])}`;
      await end(program, client, () => ask(here(), token, { by: person, method: "DELETE" }));
      await end(client, witness, () => ask(here(), "/api/v1/session", { by: person, method: "DELETE" }));
      expect((await eventsOf(one)).status).toBe(401);
    }
    witness.close();
  }, 240_000);

  it("whoever is suspended has no socket any more, by no session and by no token", async () => {
    const witness = await witnessOf();
    await rounds(async () => {
      const one = await listening();
      const path = `/api/v1/installation/people/${one.person.id}/suspend`;
      await end(one.client, witness, () => ask(here(), path, { by: commander, body: {} }));
      expect((await eventsOf(one)).status).toBe(401);
      await expect(new TestClient(there().url, { cookie: one.person.cookie }).connected()).rejects.toThrow();
    });
    witness.close();
  }, 240_000);

  const PASSWORD = "a password of thirty characters";

  /** Another session of somebody who has an account. */
  const signIn = async ({ email }: TestPerson): Promise<string> => {
    const answer = await ask(here(), "/api/v1/session", { body: { email, password: PASSWORD } });
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };

  it.each(["/me/password", "/me/sessions/end-others"])(
    "the other sockets of %s are gone",
    async (path) => {
      const person = await room.bring(organisation, "responder");
      const passwordHash = await hashPassword(PASSWORD);
      await bed.store.db
        .update(people)
        .set({ passwordHash, emailProvenAt: new Date() })
        .where(eq(people.id, person.id));
      let own = await signIn(person);
      const witness = await witnessOf();
      const body = path === "/me/password" ? { current: PASSWORD, password: PASSWORD } : {};
      for (let turn = 0; turn < ROUNDS_OF_EACH / 2; turn += 1) {
        const cookie = await signIn(person);
        const other = await new TestClient(there().url, { cookie }).connected();
        await other.join(room.id);
        await end(other, witness, async () => {
          const answer = await ask(here(), `/api/v1${path}`, { by: { cookie: own }, body });
          own = answer.headers.get("set-cookie")?.split(";")[0] ?? own;
          return answer;
        });
        expect((await ask(there(), "/api/v1/me", { by: { cookie } })).status).toBe(401);
      }
      expect((await ask(there(), "/api/v1/me", { by: { cookie: own } })).status).toBe(200);
      witness.close();
    },
    240_000,
  );
});
