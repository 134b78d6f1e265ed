import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import { type Bus, openBus } from "#server/live/bus";
import { Hall } from "#server/live/hall";
import {
  administrator,
  incident,
  openNode,
  openTestBed,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import type { Proposal } from "./draft.ts";
import { readEntries } from "./read.ts";
import { dropSnapshots, loadSnapshot, storeSnapshot } from "./snapshot.ts";

let bed: TestBed;
let commander: TestPerson;
const buses: Bus[] = [];

beforeAll(async () => {
  bed = await openTestBed();
  commander = await administrator(bed.context);
});
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()));
});
afterAll(() => bed.close());

/** A node of its own on the shared database, woken by the real bell. */
const node = async (): Promise<Context> => {
  const url = bed.store.pool.options.connectionString ?? "";
  const held: { context?: Context } = {};
  const bus = openBus(url, {
    journal: () => held.context?.journal ?? bed.context.journal,
    checkSessions: () => undefined,
    log: bed.context.log,
  });
  buses.push(bus);
  const { context } = await openNode(bed.store, bed.clock, { ring: bus.ring });
  held.context = context;
  return context;
};

const post = (by: TestPerson, text: string) => ({
  ...{ id: uuidv7(), kind: "update.post", organisation: by.organisation, text },
});

/** A line whose transaction takes a while, before and after it takes its place. */
const slow = (by: TestPerson, seconds: number): Proposal => ({
  person: by.id,
  command: uuidv7(),
  alone: true,
  decide: () => ({
    kind: "incident.severity-set",
    by: { person: by.id, name: by.name, organisation: by.organisation, role: "commander" },
    body: { severity: 1, was: 2, reason: "slow" },
    seen: { marking: "TLP:GREEN", origin: by.organisation, author: by.id },
    before: async (tx) => {
      await tx.execute(sql`select pg_sleep(${seconds})`);
    },
    effect: async (tx) => {
      await tx.execute(sql`select pg_sleep(${seconds})`);
    },
  }),
});

/** Somebody who listens on a node from its present place on, as the gateway would have it. */
const listen = async (context: Context, room: TestIncident, person: TestPerson): Promise<string[]> => {
  const held = await context.journal.room(room.id);
  const viewer = held?.participant(person.id);
  if (!held || !viewer) throw new Error("not here");
  const heard: string[] = [];
  const listening = { on: true };
  const hall = new Hall(room.id, held.roster, {
    send: (_stream, { events }) => {
      if (listening.on) heard.push(...events.map((event) => event.id));
    },
    reset: () => {
      listening.on = false;
    },
    cursor: String,
  });
  hall.add({ person: person.id, viewer });
  context.journal.subscribe(({ incident: id, entries }) => {
    if (id !== room.id) return;
    hall.take(entries);
    hall.flush();
  });
  return heard;
};

describe("two nodes on one database", () => {
  it("see one gapless order, and no viewer on either skips or doubles a line", async () => {
    const room = await incident(bed.context, commander);
    const liaison = await room.bring(await room.enter(), "liaison");
    const nodes = [await node(), await node()] as const;
    const from = (await room.length()) ?? 0;
    const heard = await Promise.all(nodes.map((one) => listen(one, room, liaison)));
    const order: string[][] = nodes.map((one) => {
      const ids: string[] = [];
      one.journal.subscribe(({ incident: id, entries }) => {
        if (id === room.id) ids.push(...entries.map(({ event }) => event.id));
      });
      return ids;
    });
    const writes = nodes.flatMap((one, index) =>
      [commander, liaison].flatMap((by) =>
        Array.from({ length: 30 }, (_, turn) =>
          by === commander && turn % 6 === 0
            ? one.journal.propose(room.id, slow(by, (turn + index) / 1000))
            : submit(one, by.id, room.id, post(by, `${index} ${turn}`)),
        ),
      ),
    );
    const kept = await Promise.all(writes);
    expect(new Set(kept.map(({ event }) => event.id)).size).toBe(120);
    const log = await room.log();
    expect(log.map(({ n }) => n)).toEqual(log.map((_line, index) => index + 1));
    const wanted = log.slice(from).map(({ event }) => event.id);
    expect(wanted).toHaveLength(120);
    await vi.waitFor(() => expect(order.map((ids) => ids.length)).toEqual([120, 120]), { timeout: 10_000 });
    expect(order).toEqual([wanted, wanted]);
    expect(heard).toEqual([wanted, wanted]);
  });

  it("answer fifty copies of one command, half on each, with one event", async () => {
    const room = await incident(bed.context, commander);
    const nodes = [await node(), await node()] as const;
    const wish = post(commander, "once");
    const kept = await Promise.all(
      Array.from({ length: 50 }, (_, index) => submit(nodes[index % 2 ? 1 : 0], commander.id, room.id, wish)),
    );
    expect(new Set(kept.map(({ event }) => event.id)).size).toBe(1);
    expect(kept.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await room.length()).toBe(2);
  });

  it("let nothing that is committed after a removal reach the removed, on either", async () => {
    const room = await incident(bed.context, commander);
    const nodes = [await node(), await node()] as const;
    const liaison = await room.bring(await room.enter(), "liaison");
    const heard = await Promise.all(nodes.map((one) => listen(one, room, liaison)));
    const posts = nodes.flatMap((one, index) =>
      Array.from({ length: 20 }, (_, turn) => submit(one, commander.id, room.id, post(commander, `${index} ${turn}`))),
    );
    const removal = await send(nodes[0], commander, room.id, { kind: "participant.remove", person: liaison.id });
    await Promise.all([...posts, submit(nodes[1], commander.id, room.id, post(commander, "after"))]);
    const log = await room.log();
    const place = log.find(({ event }) => event.id === removal.event.id)?.n ?? 0;
    const after = new Set(log.filter(({ n }) => n >= place).map(({ event }) => event.id));
    await vi.waitFor(async () => {
      const [first, second] = await Promise.all(nodes.map((one) => one.journal.room(room.id)));
      expect([first?.place, second?.place]).toEqual([log.length, log.length]);
    });
    for (const ids of heard) expect(ids.filter((id) => after.has(id))).toEqual([]);
    for (const one of nodes) {
      const roster = (await one.journal.room(room.id))?.roster;
      expect(roster?.people.has(liaison.id)).toBe(false);
    }
  });

  it("decide on what the other one has written: a role taken away there holds here", async () => {
    const room = await incident(bed.context, commander);
    const liaison = await room.bring(await room.enter(), "liaison");
    const [here, there] = [await node(), await node()];
    await Promise.all([here.journal.room(room.id), there.journal.room(room.id)]);
    await send(here, commander, room.id, { kind: "participant.set-role", person: liaison.id, role: "observer" });
    await expect(submit(there, liaison.id, room.id, post(liaison, "?"))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a kept board", () => {
  it("from before a redaction does not slip in while that is being written", async () => {
    const room = await incident(bed.context, commander);
    const { event } = await submit(bed.context, commander.id, room.id, post(commander, "canary words"));
    const held = await bed.context.journal.room(room.id);
    const viewer = held?.participant(commander.id);
    if (!held || !viewer) throw new Error("not here");
    const stale = await held.boardFor(viewer);
    const keeping: Promise<void>[] = [];
    await bed.context.journal.propose(room.id, {
      person: commander.id,
      command: uuidv7(),
      alone: true,
      decide: () => {
        const seen = { marking: "TLP:GREEN", origin: commander.organisation, author: commander.id } as const;
        return {
          kind: "update.redacted",
          by: { person: commander.id, name: "C", organisation: commander.organisation, role: "commander" },
          body: { event: event.id, reason: "too much" },
          seen,
          rewrite: { event: event.id, before: seen, after: "redacted" },
          effect: async (tx) => {
            await dropSnapshots(tx, room.id);
            keeping.push(storeSnapshot(bed.store.db, room.id, "full", stale.board, stale.place));
            await tx.execute(sql`select pg_sleep(0.2)`);
          },
        };
      },
    });
    await Promise.all(keeping);
    expect(await loadSnapshot(bed.store.db, room.id, "full")).toBeNull();
  });
});

describe("places", () => {
  it("are taken in the order of the commits, however long a transaction takes", async () => {
    const room = await incident(bed.context, commander);
    const nodes = await Promise.all([node(), node(), node()]);
    const seen: number[][] = [];
    const watching = { on: true };
    // Somebody reads all the while: what he has seen once never grows a line in the middle.
    const watch = async (): Promise<void> => {
      while (watching.on) {
        seen.push((await readEntries(bed.store.db, room.id, 0, 1000)).map(({ n }) => n));
        await bed.store.db.execute(sql`select pg_sleep(0.001)`);
      }
    };
    const reader = watch();
    const writes = nodes.flatMap((one) =>
      Array.from({ length: 10 }, (_, turn) => one.journal.propose(room.id, slow(commander, (turn % 4) / 500))),
    );
    const answers = await Promise.allSettled(writes);
    watching.on = false;
    await reader;
    expect(answers.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(seen.length).toBeGreaterThan(3);
    for (const places of seen) expect(places).toEqual(places.map((_place, index) => index + 1));
  });
});
