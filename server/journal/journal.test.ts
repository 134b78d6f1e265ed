import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { applyAll } from "#domain/apply";
import { BOARD_VERSION, emptyBoard } from "#domain/board";
import { Refusal } from "#domain/refusal";
import { sees } from "#domain/visibility";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
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
import { rightsOf } from "./cursor.ts";
import { loadSnapshot, storeSnapshot } from "./snapshot.ts";

let bed: TestBed;
let context: Context;
let commander: TestPerson;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
});
afterAll(() => bed.close());

const restarted = async (): Promise<Context> => (await openNode(bed.store, bed.clock)).context;

const viewerOn = async (node: Context, room: TestIncident, person: TestPerson) => {
  const held = await node.journal.room(room.id);
  const viewer = held?.participant(person.id);
  if (!held || !viewer) throw new Error("not here");
  return { held, viewer };
};
const boardOn = async (node: Context, room: TestIncident, person: TestPerson) => {
  const { held, viewer } = await viewerOn(node, room, person);
  return held.boardFor(viewer);
};

/** The fold of everything that the person may see, by the plain rule. */
const plainBoard = async (room: TestIncident, person: TestPerson) => {
  const { held, viewer } = await viewerOn(context, room, person);
  const lines = (await room.log()).filter(({ seen }) => sees(viewer, seen, held.roster.sharing));
  return applyAll(
    emptyBoard,
    lines.map(({ event }) => event),
  );
};

const post = (by: TestPerson, text: string, marking: "TLP:GREEN" | "TLP:AMBER+STRICT" = "TLP:GREEN") => ({
  id: uuidv7(),
  kind: "update.post",
  organisation: by.organisation,
  text,
  marking,
});

describe("a proposal that fails", () => {
  it("takes nobody else with it, and leaves no gap", async () => {
    const room = await incident(context, commander);
    const liaison = await room.bring(await room.enter(), "liaison");
    const before = await room.length();
    const answers = await Promise.allSettled([
      submit(context, commander.id, room.id, post(commander, "one")),
      submit(context, liaison.id, room.id, post(commander, "not mine to say")),
      submit(context, commander.id, room.id, post(commander, "two")),
      submit(context, liaison.id, room.id, { id: uuidv7(), kind: "update.redact", event: uuidv7(), reason: "?" }),
      submit(context, commander.id, room.id, post(commander, "three")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    const log = await room.log();
    expect(log.length).toBe((before ?? 0) + 3);
    expect(log.map(({ n }) => n)).toEqual(log.map((_line, index) => index + 1));
  });

  it("in its own transaction is refused alone, and what it began is undone", async () => {
    const room = await incident(context, commander);
    const { held } = await viewerOn(context, room, commander);
    const at = { marking: "TLP:GREEN", origin: null, author: commander.id } as const;
    const by = { person: commander.id, name: "C", organisation: commander.organisation, role: "commander" } as const;
    const refused = context.journal.propose(room.id, {
      person: commander.id,
      command: uuidv7(),
      alone: true,
      decide: () => ({
        ...{ kind: "incident.reopened", by, body: { reason: "?" }, seen: at },
        before: async (tx) => {
          await tx.execute("update incidents set title = 'changed'");
          throw new Refusal("conflict", "changed my mind");
        },
      }),
    });
    await expect(refused).rejects.toMatchObject({ code: "conflict" });
    const { rows } = await bed.store.pool.query("select 1 from incidents where title = 'changed'");
    expect(rows).toEqual([]);
    expect(held.place).toBe(1);
    await submit(context, commander.id, room.id, post(commander, "goes on"));
    expect(await room.length()).toBe(2);
  });

  it("that broke is told as broken, and the writer goes on", async () => {
    const room = await incident(context, commander);
    const broken = context.journal.propose(room.id, {
      person: commander.id,
      command: uuidv7(),
      decide: () => {
        throw new Error("our own fault");
      },
    });
    await expect(broken).rejects.toThrow("our own fault");
    expect(await submit(context, commander.id, room.id, post(commander, "on"))).toMatchObject({ repeated: false });
  });
});

describe("what listeners hear", () => {
  it("is committed, in the order of the log, once", async () => {
    const room = await incident(context, commander);
    const heard: number[] = [];
    const kept: Promise<unknown>[] = [];
    const stop = context.journal.subscribe(({ incident: id, entries }) => {
      if (id !== room.id) return;
      for (const { n } of entries) heard.push(n);
      kept.push(room.length().then((length) => expect(length).toBeGreaterThanOrEqual(entries.at(-1)?.n ?? 0)));
    });
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => submit(context, commander.id, room.id, post(commander, `${index}`))),
    );
    stop();
    await Promise.all(kept);
    expect(heard).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
  });
});

describe("a board", () => {
  it("after a restart equals the fold of all that the viewer may see, for every class", async () => {
    const room = await incident(context, commander);
    const [own, another] = [await room.enter(), await room.enter()];
    const people = [
      commander,
      await room.bring(own, "liaison"),
      await room.bring(own, "observer"),
      await room.bring(another, "communications"),
      await room.bring(another, "guest"),
      await room.bring(another, "responder", "provisional"),
    ];
    const [, liaison] = people;
    if (liaison === undefined) throw new Error("nobody");
    for (const marking of ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const) {
      const wish = { kind: "update.post", organisation: own, text: marking, status: "down", marking } as const;
      const { event } = await send(context, liaison, room.id, wish);
      await send(context, liaison, room.id, { kind: "comment.post", on: event.id, text: "and more" });
    }
    const node = await restarted();
    for (const person of people) {
      const plain = await plainBoard(room, person);
      expect((await boardOn(context, room, person)).board).toEqual(plain);
      expect((await boardOn(node, room, person)).board).toEqual(plain);
    }
    // Again, now that the first board of each class is at hand.
    await submit(node, commander.id, room.id, post(commander, "later"));
    for (const person of people)
      expect((await boardOn(node, room, person)).board).toEqual(await plainBoard(room, person));
  });

  it("follows a switch of sharing, for what is past as well", async () => {
    const room = await incident(context, commander);
    const observer = await room.bring(await room.enter(), "observer");
    await send(context, commander, room.id, {
      kind: "update.post",
      organisation: commander.organisation,
      text: "past",
    });
    const before = await boardOn(context, room, observer);
    expect(JSON.stringify(before.board)).not.toContain('"past"');
    const wish = { kind: "incident.set-sharing", amberToObservers: true, amberToCommunications: false } as const;
    await send(context, commander, room.id, wish);
    for (const node of [context, await restarted()])
      expect(JSON.stringify((await boardOn(node, room, observer)).board)).toContain('"past"');
  });

  it("of a long incident is kept in the store, and a node that starts reads that and the rest", async () => {
    const room = await incident(context, commander);
    const liaison = await room.bring(await room.enter(), "liaison");
    await boardOn(context, room, commander);
    for (let from = 0; from < 1200; from += 120) {
      await Promise.all(
        Array.from({ length: 120 }, (_, index) =>
          submit(context, liaison.id, room.id, post(liaison, `update ${from + index}`)),
        ),
      );
      await boardOn(context, room, commander);
    }
    const { viewer } = await viewerOn(context, room, commander);
    const key = `full:${viewer.organisation}`;
    const kept = await vi.waitFor(async () => {
      const found = await loadSnapshot(bed.store.db, room.id, key);
      expect(found?.place).toBeGreaterThan(900);
      return found;
    });
    const plain = await plainBoard(room, commander);
    // A mark that no event made shows that the kept board was taken.
    const marked = { ...kept?.board, incident: { ...kept?.board.incident, title: "from the kept board" } };
    const keep = (version: object) =>
      bed.store.pool.query("update board_snapshots set board = $1 where incident = $2", [
        { ...version, board: marked },
        room.id,
      ]);
    await keep({ version: BOARD_VERSION });
    const { board } = await boardOn(await restarted(), room, commander);
    expect(board).toEqual({ ...plain, incident: { ...plain.incident, title: "from the kept board" } });

    // After an upgrade it is folded anew, and takes the place of the old one.
    for (const version of [{ version: BOARD_VERSION - 1 }, { version: BOARD_VERSION + 1 }, {}]) {
      await keep(version);
      expect(await loadSnapshot(bed.store.db, room.id, key)).toBeNull();
      expect((await boardOn(await restarted(), room, commander)).board).toEqual(plain);
      await vi.waitFor(async () =>
        expect(await loadSnapshot(bed.store.db, room.id, key)).toMatchObject({ board: plain }),
      );
    }
  });

  it("that was kept before a redaction is not used, and not kept again", async () => {
    const room = await incident(context, commander);
    const { event } = await submit(context, commander.id, room.id, post(commander, "canary words"));
    const stale = await boardOn(context, room, commander);
    const { viewer } = await viewerOn(context, room, commander);
    const key = `full:${viewer.organisation}`;
    await storeSnapshot(bed.store.db, room.id, key, stale.board, stale.place);
    expect(await loadSnapshot(bed.store.db, room.id, key)).not.toBeNull();
    await send(context, commander, room.id, { kind: "update.redact", event: event.id, reason: "too much" });
    expect(await loadSnapshot(bed.store.db, room.id, key)).toBeNull();
    await storeSnapshot(bed.store.db, room.id, key, stale.board, stale.place);
    expect(await loadSnapshot(bed.store.db, room.id, key)).toBeNull();
    // Even one that slipped in is passed over.
    await bed.store.pool.query(
      "insert into board_snapshots (incident, viewer_class, place, board) values ($1, $2, $3, $4)",
      [...[room.id, key, stale.place, { version: BOARD_VERSION, board: stale.board }]],
    );
    const { board } = await boardOn(await restarted(), room, commander);
    expect(JSON.stringify(board)).not.toContain("canary words");
  });
});

describe("the lines after a place", () => {
  it("are the same from memory and from the store", async () => {
    const room = await incident(context, commander);
    for (let index = 0; index < 30; index += 1)
      await submit(context, commander.id, room.id, post(commander, `${index}`));
    const node = await restarted();
    for (const held of [await context.journal.room(room.id), await node.journal.room(room.id)]) {
      expect(await held?.entriesAfter(10, 5)).toEqual((await room.log()).slice(10, 15));
      expect(held?.tailAfter(31)).toEqual([]);
    }
  });
});

describe("a viewer's rights", () => {
  it("have the same name after a restart, and another one once the past has changed for him alone", async () => {
    const room = await incident(context, commander);
    const liaison = await room.bring(await room.enter(), "liaison");
    const rights = async (node: Context, person: TestPerson) => {
      const { held, viewer } = await viewerOn(node, room, person);
      return rightsOf(viewer, held.viewVersion(viewer));
    };
    const wish = { ...post(liaison, "inside", "TLP:AMBER+STRICT"), id: undefined };
    const { event } = await submit(context, liaison.id, room.id, { ...wish, id: uuidv7() });
    const [before, others] = [await rights(context, liaison), await rights(context, commander)];
    expect(await rights(await restarted(), liaison)).toBe(before);
    await send(context, liaison, room.id, { kind: "update.redact", event: event.id, reason: "too much" });
    const after = await rights(context, liaison);
    expect(after).not.toBe(before);
    expect(await rights(await restarted(), liaison)).toBe(after);
    expect(await rights(context, commander)).toBe(others);
  });
});
