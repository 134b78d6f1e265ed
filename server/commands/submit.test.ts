import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#server/context";
import {
  administrator,
  incident,
  openNode,
  openTestBed,
  refusalOf,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { parseCommand, submit } from "./submit.ts";

let bed: TestBed;
let context: Context;
let commander: TestPerson;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
});
afterAll(async () => {
  expect(bed.faults).toEqual([]);
  await bed.close();
});

const open = () => incident(context, commander);
const post = (by: TestPerson, id = uuidv7(), text = "words") => ({
  id,
  kind: "update.post",
  organisation: by.organisation,
  text,
});

/** Another node on the same store: it remembers nothing of what the first one answered. */
const restarted = async (): Promise<Context> => (await openNode(bed.store, bed.clock)).context;

describe("who is not in the incident", () => {
  let room: TestIncident;
  let stranger: TestPerson;
  let removed: TestPerson;
  let left: TestPerson;

  beforeAll(async () => {
    room = await open();
    const other = await open();
    stranger = await other.bring(await other.enter(), "liaison");
    const organisation = await room.enter();
    removed = await room.bring(organisation, "liaison");
    await send(context, commander, room.id, { kind: "participant.remove", person: removed.id });
    const leaving = await room.enter();
    left = await room.bring(leaving, "liaison");
    await send(context, commander, room.id, { kind: "organisation.leave", organisation: leaving });
  });

  it("hears the same as for an incident that does not exist, whatever he sends", async () => {
    for (const person of [stranger, removed, left, { ...stranger, id: uuidv7() }]) {
      for (const wish of [
        post(person),
        { id: uuidv7(), kind: "incident.close", resolution: "done" },
        { id: uuidv7(), kind: "read.mark", cursor: context.cursors.cursor(room.id, 1) },
      ]) {
        const before = await room.length();
        const here = await refusalOf(submit(context, person.id, room.id, wish));
        const nowhere = await refusalOf(submit(context, person.id, uuidv7(), wish));
        expect(JSON.stringify(here)).toBe(JSON.stringify(nowhere));
        expect(here).toEqual({ code: "not-found", message: "There is nothing here that you may see." });
        expect(await room.length()).toBe(before);
      }
    }
  });

  it("does not hear again what his id became before he was removed", async () => {
    const person = await room.bring(await room.enter(), "liaison");
    const wish = post(person);
    await submit(context, person.id, room.id, wish);
    await send(context, commander, room.id, { kind: "participant.remove", person: person.id });
    expect(await refusalOf(submit(context, person.id, room.id, wish))).toMatchObject({ code: "not-found" });
  });

  it("declares nothing without an organisation, nor within an incident", async () => {
    const declare = { id: uuidv7(), kind: "incident.declare", title: "Mine", severity: 1, mode: "real" };
    expect(await refusalOf(submit(context, stranger.id, null, declare))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(submit(context, commander.id, room.id, declare))).toMatchObject({ field: "kind" });
    expect(await refusalOf(submit(context, commander.id, uuidv7(), declare))).toMatchObject({ field: "kind" });
  });

  it("sends nothing without an incident", async () => {
    expect(await refusalOf(submit(context, commander.id, null, post(commander)))).toMatchObject({ code: "not-found" });
  });
});

describe("one person's one id", () => {
  it("is another command when another person sends it", async () => {
    const room = await open();
    const liaison = await room.bring(await room.enter(), "liaison");
    const id = uuidv7();
    const first = await submit(context, commander.id, room.id, post(commander, id));
    const second = await submit(context, liaison.id, room.id, post(liaison, id));
    expect(second).toMatchObject({ repeated: false });
    expect(second.event.id).not.toBe(first.event.id);
    expect((await room.log()).filter(({ event }) => "command" in event && event.command === id)).toHaveLength(2);
  });

  it("gets its first answer for ever, also with other words, and in another spelling", async () => {
    const room = await open();
    const id = uuidv7();
    const first = await submit(context, commander.id, room.id, post(commander, id));
    bed.clock.advance(3_600_000);
    for (const repeat of [post(commander, id), post(commander, id, "other words"), post(commander, id.toUpperCase())])
      expect(await submit(context, commander.id, room.id, repeat)).toEqual({ ...first, repeated: true });
    expect(first.repeated).toBe(false);
    expect(await room.length()).toBe(2);
  });

  it("gets it after a restart, also when it would be refused by now", async () => {
    const room = await open();
    const liaison = await room.bring(await room.enter(), "liaison");
    const wish = post(liaison);
    const first = await submit(context, liaison.id, room.id, wish);
    await send(context, commander, room.id, { kind: "participant.set-role", person: liaison.id, role: "observer" });
    const length = await room.length();
    for (const node of [context, await restarted()]) {
      expect(await submit(node, liaison.id, room.id, wish)).toEqual({ ...first, repeated: true });
      expect(await refusalOf(submit(node, liaison.id, room.id, post(liaison)))).toMatchObject({ code: "forbidden" });
    }
    await send(context, commander, room.id, { kind: "incident.close", resolution: "done" });
    for (const node of [context, await restarted()])
      expect(await submit(node, liaison.id, room.id, wish)).toEqual({ ...first, repeated: true });
    expect(await room.length()).toBe((length ?? 0) + 1);
  });

  it("is one event when it comes fifty times at once, on two nodes", async () => {
    const room = await open();
    const second = await restarted();
    const wish = post(commander);
    const kept = await Promise.all(
      Array.from({ length: 50 }, (_, index) => submit(index % 2 ? second : context, commander.id, room.id, wish)),
    );
    expect(new Set(kept.map(({ event }) => event.id)).size).toBe(1);
    expect(kept.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await room.length()).toBe(2);
  });

  it("is one incident when a declaration comes twenty times at once", async () => {
    const wish = { id: uuidv7(), kind: "incident.declare", title: "Once", severity: 3, mode: "real" };
    const second = await restarted();
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, index) => submit(index % 2 ? second : context, commander.id, null, wish)),
    );
    expect(new Set(kept.map((one) => one.incident)).size).toBe(1);
    expect(kept.filter(({ repeated }) => !repeated)).toHaveLength(1);
    const { rows } = await bed.store.pool.query("select 1 from incidents where title = 'Once'");
    expect(rows).toHaveLength(1);
  });

  it("stays what it became when it is sent to another incident of the same person", async () => {
    const [room, other] = [await open(), await open()];
    const wish = post(commander);
    const first = await submit(context, commander.id, room.id, wish);
    expect(await submit(context, commander.id, other.id, wish)).toEqual({ ...first, repeated: true });
    expect(await other.length()).toBe(1);
  });

  it("that was refused is free for another try", async () => {
    const room = await open();
    const wish = { ...post(commander), organisation: uuidv7() };
    expect(await refusalOf(submit(context, commander.id, room.id, wish))).toMatchObject({ code: "not-found" });
    expect(await submit(context, commander.id, room.id, post(commander, wish.id))).toMatchObject({ repeated: false });
  });
});

describe("a closed incident", () => {
  it("takes nothing but what tidies it up, and goes on when reopened", async () => {
    const room = await open();
    const liaison = await room.bring(await room.enter(), "liaison");
    const { event } = await submit(context, liaison.id, room.id, post(liaison));
    await send(context, commander, room.id, { kind: "incident.close", resolution: "fixed" });
    const closed: unknown[] = [
      post(liaison),
      { id: uuidv7(), kind: "update.renew", organisation: liaison.organisation },
      { id: uuidv7(), kind: "incident.set-severity", severity: 1, reason: "worse" },
      { id: uuidv7(), kind: "incident.set-phase", phase: "responding", reason: "by the side door" },
      { id: uuidv7(), kind: "incident.close", resolution: "again" },
      { id: uuidv7(), kind: "participant.set-role", person: liaison.id, role: "observer" },
    ];
    for (const wish of closed)
      expect(await refusalOf(submit(context, commander.id, room.id, wish))).toMatchObject({ code: "closed" });
    await send(context, commander, room.id, {
      kind: "incident.set-phase",
      phase: "in-review",
      reason: "what we learnt",
    });
    expect(await refusalOf(submit(context, liaison.id, room.id, post(liaison)))).toMatchObject({ code: "closed" });
    await send(context, commander, room.id, { kind: "update.redact", event: event.id, reason: "too much" });
    await send(context, liaison, room.id, { kind: "comment.post", on: "room", text: "thank you" });
    await send(context, commander, room.id, { kind: "incident.reopen", reason: "not fixed" });
    expect(await submit(context, liaison.id, room.id, post(liaison))).toMatchObject({ repeated: false });
    expect(await refusalOf(send(context, commander, room.id, { kind: "incident.reopen", reason: "?" }))).toMatchObject({
      code: "conflict",
    });
  });
});

describe("declaring", () => {
  it.each([
    [undefined, "TLP:AMBER"],
    ["TLP:CLEAR", "TLP:AMBER"],
    ["TLP:GREEN", "TLP:AMBER"],
    ["TLP:AMBER+STRICT", "TLP:AMBER+STRICT"],
    ["TLP:RED", "TLP:RED"],
  ] as const)("with the default marking %s makes it %s, never laxer", async (defaultMarking, becomes) => {
    const room = await incident(context, commander, defaultMarking === undefined ? {} : { defaultMarking });
    const [line] = await room.log();
    expect(line?.event).toMatchObject({ kind: "incident.declared", incident: { defaultMarking: becomes } });
    await submit(context, commander.id, room.id, post(commander));
    expect((await room.log())[1]).toMatchObject({ event: { marking: becomes }, seen: { marking: becomes } });
  });

  it("makes the declarer commander for the own organisation, and tells the default cadence by severity", async () => {
    const room = await open();
    const [line] = await room.log();
    expect(line?.event).toMatchObject({
      by: { person: commander.id, organisation: commander.organisation, role: "commander" },
      incident: { cadenceMin: 60, mode: "real" },
    });
  });

  it.each([
    [undefined, "coordinator"],
    ["affected", "affected"],
  ])("with the own part %s enters the own organisation as %s", async (ownPart, part) => {
    const { incident: id } = await submit(context, commander.id, null, {
      ...{ id: uuidv7(), kind: "incident.declare", title: "T", severity: 1, mode: "real" },
      ...(ownPart === undefined ? {} : { ownPart }),
    });
    const roster = (await context.journal.room(id))?.roster;
    expect(roster?.organisations.get(commander.organisation)).toMatchObject({ part });
  });

  it("with a template that nobody knows is refused", async () => {
    const wish = { id: uuidv7(), kind: "incident.declare", title: "T", severity: 1, mode: "real", template: "none" };
    expect(await refusalOf(submit(context, commander.id, null, wish))).toMatchObject({ field: "template" });
  });

  it("with the template of an outage brings every organisation of the directory, drills' ones excepted", async () => {
    await bed.store.pool.query(
      "insert into organisations (id, name, code, sector, drill) values ($1, 'Played', 'PLAY', 'aviation', true)",
      [uuidv7()],
    );
    const { incident: id } = await submit(context, commander.id, null, {
      ...{ id: uuidv7(), kind: "incident.declare", title: "All", severity: 1, mode: "real" },
      template: "vendor-update-outage",
    });
    const board = await context.journal.room(id);
    const codes = [...(board?.roster.organisations.values() ?? [])].map(({ code }) => code);
    const { rows } = await bed.store.pool.query("select code from organisations where not drill");
    expect(new Set(codes)).toEqual(new Set(rows.map(({ code }) => code)));
  });
});

describe("parsing", () => {
  it("gives ids in lower case and times in UTC", () => {
    const id = uuidv7();
    const parsed = parseCommand({
      ...{ id: id.toUpperCase(), kind: "update.post", organisation: id.toUpperCase(), text: "words" },
      asOf: "2026-03-01T08:00:00+02:00",
    });
    expect(parsed).toMatchObject({ id, organisation: id, asOf: "2026-03-01T06:00:00.000Z" });
  });
});
