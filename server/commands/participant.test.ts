import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { participantIn } from "#domain/roster";
import type { Role } from "#domain/words";
import type { Context } from "#server/context";
import { listIncidents } from "#server/reads/read-my-incidents";
import {
  administrator,
  incident,
  openTestBed,
  refusalOf,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";

let bed: TestBed;
let context: Context;
let commander: TestPerson;
let room: TestIncident;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
});
afterAll(async () => {
  expect(bed.faults).toEqual([]);
  await bed.close();
});

const setRole = (by: TestPerson, person: TestPerson, role?: Role, organisation?: string) =>
  send(context, by, room.id, {
    kind: "participant.set-role",
    person: person.id,
    ...(role === undefined ? {} : { role }),
    ...(organisation === undefined ? {} : { organisation }),
  });
const remove = (by: TestPerson, person: TestPerson) =>
  send(context, by, room.id, { kind: "participant.remove", person: person.id });
const now = async (person: TestPerson) => (await context.journal.room(room.id))?.roster.people.get(person.id);

describe("roles", () => {
  let own: string;
  beforeAll(async () => {
    room = await incident(context, commander);
    own = await room.enter();
  });

  it("are changed by nobody for himself, and command is given by nobody", async () => {
    const deputy = await room.bring(own, "deputy");
    const liaison = await room.bring(own, "liaison");
    for (const by of [commander, deputy, liaison])
      expect(await refusalOf(setRole(by, by, "observer"))).toMatchObject({ code: "forbidden" });
    for (const by of [commander, deputy]) {
      expect(await refusalOf(setRole(by, liaison, "commander"))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(setRole(by, commander, "observer"))).toMatchObject({ code: "forbidden" });
    }
    expect((await context.journal.room(room.id))?.roster.commander).toBe(commander.id);
  });

  it("that a deputy could not give he cannot take away", async () => {
    const deputy = await room.bring(own, "deputy");
    for (const role of ["deputy", "auditor"] as const) {
      const person = await room.bring(own, role);
      expect(await refusalOf(setRole(deputy, person, "observer"))).toMatchObject({ code: "forbidden" });
      expect(await setRole(commander, person, "observer")).toMatchObject({ repeated: false });
    }
  });

  it("that is held already is not set again", async () => {
    const person = await room.bring(own, "responder");
    await setRole(commander, person, "scribe");
    const length = await room.length();
    expect(await refusalOf(setRole(commander, person, "scribe"))).toMatchObject({ code: "conflict" });
    expect(await room.length()).toBe(length);
  });

  it("of deputy are held by three people at most", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => room.bring(own, "responder")));
    const answers = await Promise.allSettled(people.map((person) => setRole(commander, person, "deputy")));
    const roster = (await context.journal.room(room.id))?.roster;
    const deputies = [...(roster?.people.values() ?? [])].filter(({ role }) => role === "deputy");
    expect(deputies).toHaveLength(3);
    expect(answers.at(-1)).toMatchObject({ status: "rejected", reason: { code: "conflict" } });
  });

  it("lead to another organisation only those who belong to it", async () => {
    const liaison = await room.bring(own, "liaison");
    const other = await room.enter();
    expect(await refusalOf(setRole(commander, liaison, "liaison", other))).toMatchObject({ code: "forbidden" });
    expect(await now(liaison)).toMatchObject({ organisation: own });
    await bed.store.pool.query("insert into memberships (person, organisation, role) values ($1, $2, 'member')", [
      liaison.id,
      other,
    ]);
    await setRole(commander, liaison, "responder", other);
    expect(await now(liaison)).toMatchObject({ organisation: other, role: "responder" });
    expect(await listIncidents(context, liaison.id)).toMatchObject([{ id: room.id, role: "responder" }]);
  });
});

describe("a link for the wrong organisation", () => {
  beforeAll(async () => {
    room = await incident(context, commander);
  });

  it("is put right by the staff at once, for somebody nobody has vouched for, who sees no more for it", async () => {
    const [wrong, right] = [await room.enter(), await room.enter()];
    const liaison = await room.bring(wrong, "liaison", "provisional");
    expect(await refusalOf(setRole(await room.bring(wrong, "liaison"), liaison, undefined, right))).toMatchObject({
      code: "forbidden",
    });
    await setRole(commander, liaison, undefined, right);
    expect(await now(liaison)).toMatchObject({ organisation: right, role: "liaison", standing: "provisional" });
  });
});

describe("removing", () => {
  beforeAll(async () => {
    room = await incident(context, commander);
  });

  it("does not reach the commander, nor people of another organisation for a liaison", async () => {
    const [own, another] = [await room.enter(), await room.enter()];
    const deputy = await room.bring(own, "deputy");
    const liaison = await room.bring(own, "liaison");
    const other = await room.bring(another, "responder");
    for (const by of [commander, deputy, liaison])
      expect(await refusalOf(remove(by, commander))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(remove(liaison, other))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(remove(other, other))).toMatchObject({ code: "forbidden" });
  });

  it("takes the incident out of the person's list at once", async () => {
    const person = await room.bring(await room.enter(), "liaison");
    expect(await listIncidents(context, person.id)).toHaveLength(1);
    await remove(commander, person);
    expect(await listIncidents(context, person.id)).toEqual([]);
    expect(await now(person)).toBeUndefined();
    expect(await refusalOf(remove(commander, person))).toMatchObject({ code: "not-found" });
  });
});

describe("vouching", () => {
  beforeAll(async () => {
    room = await incident(context, commander);
  });
  const vouch = (by: TestPerson, person: TestPerson) =>
    send(context, by, room.id, { kind: "participant.vouch", person: person.id });

  it("is done by nobody who is not vouched for, nor for himself, nor across organisations", async () => {
    const [own, another] = [await room.enter(), await room.enter()];
    const newcomer = await room.bring(own, "liaison", "provisional");
    const second = await room.bring(own, "responder", "provisional");
    const other = await room.bring(another, "liaison");
    for (const by of [newcomer, second, other])
      expect(await refusalOf(vouch(by, newcomer))).toMatchObject({ code: "forbidden" });
    expect(await now(newcomer)).toMatchObject({ standing: "provisional" });
  });

  it("by somebody of the own organisation or by the staff counts once", async () => {
    const own = await room.enter();
    const responder = await room.bring(own, "responder");
    const newcomer = await room.bring(own, "liaison", "provisional");
    await vouch(responder, newcomer);
    expect(await now(newcomer)).toMatchObject({ standing: "vouched" });
    expect(await refusalOf(vouch(commander, newcomer))).toMatchObject({ code: "conflict" });
  });
});

describe("an organisation", () => {
  beforeAll(async () => {
    room = await incident(context, commander);
  });
  const leave = (organisation: string) =>
    send(context, commander, room.id, { kind: "organisation.leave", organisation });

  it("of the commander cannot leave, and none enters twice", async () => {
    expect(await refusalOf(leave(commander.organisation))).toMatchObject({ code: "conflict" });
    const own = await room.enter();
    const again = send(context, commander, room.id, { kind: "organisation.enter", organisation: own });
    expect(await refusalOf(again)).toMatchObject({ code: "conflict" });
  });

  it("that left takes its people and their lists with it, and brings them back when it enters again", async () => {
    const own = await room.enter();
    const person = await room.bring(own, "liaison");
    await leave(own);
    expect(await listIncidents(context, person.id)).toEqual([]);
    const left = send(context, commander, room.id, {
      kind: "organisation.answer",
      organisation: own,
      state: "declined",
    });
    expect(await refusalOf(left)).toMatchObject({ code: "conflict" });
    const roster = (await context.journal.room(room.id))?.roster;
    expect(roster && participantIn(roster, person.id)).toBeNull();
    await send(context, commander, room.id, { kind: "organisation.enter", organisation: own });
    expect(await listIncidents(context, person.id)).toMatchObject([{ id: room.id, role: "liaison" }]);
    const wish = { kind: "organisation.answer", organisation: own, state: "taking-part" } as const;
    expect(await send(context, person, room.id, wish)).toMatchObject({ repeated: false });
  });
});

describe("a drill's clock", () => {
  it("is set in no real incident, and never goes back", async () => {
    room = await incident(context, commander);
    expect(await refusalOf(send(context, commander, room.id, { kind: "drill.pace", speed: 2 }))).toMatchObject({
      code: "forbidden",
    });
  });
});

describe("switching what observers see", () => {
  it("is decided by the commander, as a line of the log", async () => {
    room = await incident(context, commander);
    const deputy = await room.bring(await room.enter(), "deputy");
    const wish = { kind: "incident.set-sharing", amberToObservers: true, amberToCommunications: false } as const;
    expect(await refusalOf(send(context, deputy, room.id, wish))).toMatchObject({ code: "forbidden" });
    await send(context, commander, room.id, wish);
    expect((await room.log()).at(-1)?.event).toMatchObject({ kind: "incident.sharing-set", amberToObservers: true });
  });
});
