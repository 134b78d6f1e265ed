import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#domain/actor";
import { COMMAND_KINDS } from "#domain/command";
import { type Action, may, type Target } from "#domain/policy";
import { Refusal } from "#domain/refusal";
import type { Roster } from "#domain/roster";
import { ROLES, STANDINGS } from "#domain/words";
import {
  administrator,
  incident,
  openTestBed,
  organisation,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { decideBy, handlersWith, type RoomKind } from "./handlers.ts";
import { parseCommand } from "./submit.ts";

/** Every command, for every role: does its own function ask for the right action, of the right thing? */

let bed: TestBed;
let room: TestIncident;
let drill: TestIncident;
let commander: TestPerson;
let colleague: TestPerson;
let newcomer: TestPerson;
let foreigner: TestPerson;
let foreignNewcomer: TestPerson;
let outside: string;
/** The actor stands in for everybody of `own`: this person wrote `mine`. */
let me: TestPerson;
let events: { mine: string; colleagues: string; foreign: string };
let rosters: { open: Roster; closed: Roster; drill: Roster };

beforeAll(async () => {
  bed = await openTestBed();
  const { context } = bed;
  commander = await administrator(context);
  room = await incident(context, commander);
  drill = await incident(context, commander, { mode: "drill" });
  const [own, other] = [await room.enter(), await room.enter()];
  me = await room.bring(own, "liaison");
  colleague = await room.bring(own, "responder");
  newcomer = await room.bring(own, "responder", "provisional");
  foreigner = await room.bring(other, "responder");
  foreignNewcomer = await room.bring(other, "responder", "provisional");
  outside = await organisation(context);
  const post = async (by: TestPerson) => {
    const wish = { kind: "update.post", organisation: by.organisation, text: "words", marking: "TLP:AMBER" } as const;
    return (await send(context, by, room.id, wish)).event.id;
  };
  events = { mine: await post(me), colleagues: await post(colleague), foreign: await post(foreigner) };
  await send(context, me, room.id, { kind: "update.post", organisation: own, status: "down" });
  const open = (await context.journal.room(room.id))?.roster;
  const clock = { at: "2026-03-01T06:00:00.000Z", since: "2026-03-01T06:00:00.000Z", speed: 1, paused: false };
  const drillRoster = (await context.journal.room(drill.id))?.roster;
  if (open === undefined || drillRoster === undefined) throw new Error("no roster");
  rosters = { open, closed: { ...open, closed: true }, drill: { ...open, mode: "drill", clock } };
});
afterAll(() => bed.close());

type Case = { name: string; wish: () => object; asks: () => [Action, Target][]; roster?: keyof typeof rosters };

const own = () => me.organisation;
const other = () => foreigner.organisation;
const words = { reason: "because" };
const item =
  (event: () => string, author: () => TestPerson): (() => Target) =>
  () => ({
    author: author().id,
    organisation: author().organisation,
    ...{ person: undefined, event: event() },
  });

const about = (kind: "update.redact" | "update.set-marking", action: Action, fields: object): Case[] =>
  (
    [
      ["mine", () => me],
      ["colleagues", () => colleague],
      ["foreign", () => foreigner],
    ] as const
  ).map(([whose, author]) => ({
    name: `${kind} ${Object.values(fields).join(" ")} of ${whose}`,
    wish: () => ({ kind, event: events[whose], ...words, ...fields }),
    asks: () => [[action, item(() => events[whose], author)()]],
  }));

const onOrganisation = (kind: RoomKind, action: Action, fields: object): Case[] =>
  [own, other].map((whose, index) => ({
    name: `${kind} of ${index === 0 ? "the own" : "another"} organisation`,
    wish: () => ({ kind, organisation: whose(), ...fields }),
    asks: () => [[action, { organisation: whose() }]],
  }));

const plain = (kind: RoomKind, action: Action, fields: object, roster?: Case["roster"]): Case => ({
  name: kind,
  wish: () => ({ kind, ...fields }),
  asks: () => [[action, {}]],
  ...(roster === undefined ? {} : { roster }),
});

const onPerson = (kind: RoomKind, action: Action, person: () => TestPerson, fields: object, role?: "scribe"): Case => ({
  name: `${kind} ${JSON.stringify(fields)}`,
  wish: () => ({ kind, person: person().id, ...fields }),
  asks: () => [[action, { person: person().id, organisation: person().organisation, commander: commander.id, role }]],
});

const CASES: Case[] = [
  plain("incident.set-severity", "decision.record", { severity: 1, ...words }),
  plain("incident.set-phase", "decision.record", { phase: "stabilising", ...words }),
  plain("incident.set-sharing", "incident.set-sharing", { amberToObservers: true, amberToCommunications: false }),
  plain("incident.close", "incident.close", { resolution: "done" }),
  plain("incident.reopen", "incident.reopen", words, "closed"),
  plain("drill.pace", "drill.pace", { speed: 10 }, "drill"),
  {
    name: "organisation.enter",
    wish: () => ({ kind: "organisation.enter", organisation: outside }),
    asks: () => [["organisation.enter-leave", {}]],
  },
  ...onOrganisation("organisation.leave", "organisation.enter-leave", {}),
  ...onOrganisation("organisation.answer", "organisation.answer", { state: "declined" }),
  ...onOrganisation("organisation.set-default-marking", "organisation.set-default-marking", {
    marking: "TLP:AMBER+STRICT",
  }),
  ...onOrganisation("organisation.set-cadence", "organisation.set-cadence", { cadenceMin: 15 }),
  onPerson("participant.set-role", "role.give", () => colleague, { role: "scribe" }, "scribe"),
  onPerson("participant.remove", "person.remove", () => colleague, {}),
  onPerson("participant.remove", "person.remove", () => foreigner, { reason: "of another organisation" }),
  onPerson("participant.vouch", "participant.vouch", () => newcomer, {}),
  onPerson("participant.vouch", "participant.vouch", () => foreignNewcomer, {}),
  {
    name: "update.post for the own organisation",
    wish: () => ({ kind: "update.post", organisation: own(), text: "words" }),
    asks: () => [["update.post", { organisation: own() }]],
  },
  {
    name: "update.post for the own organisation, with a status",
    wish: () => ({ kind: "update.post", organisation: own(), status: "degraded" }),
    asks: () => [
      ["update.post", { organisation: own() }],
      ["status.set", { organisation: own() }],
    ],
  },
  {
    name: "update.post for another organisation, with a status",
    wish: () => ({ kind: "update.post", organisation: other(), status: "down", source: "phone" }),
    asks: () => [
      ["update.relay", { organisation: other() }],
      ["status.set", { organisation: other() }],
    ],
  },
  ...(["mine", "colleagues"] as const).map(
    (whose): Case => ({
      name: `update.post that corrects ${whose}`,
      wish: () => ({ kind: "update.post", organisation: own(), text: "better", corrects: events[whose] }),
      asks: () => [
        ["update.post", { organisation: own() }],
        ["update.correct", { author: whose === "mine" ? me.id : colleague.id }],
      ],
    }),
  ),
  {
    name: "update.renew of the own organisation",
    wish: () => ({ kind: "update.renew", organisation: own() }),
    asks: () => [["update.post", { organisation: own() }]],
  },
  {
    name: "update.renew of another organisation",
    wish: () => ({ kind: "update.renew", organisation: other() }),
    asks: () => [["update.post", { organisation: other() }]],
  },
  ...about("update.redact", "update.redact", {}),
  ...about("update.set-marking", "marking.raise", { marking: "TLP:AMBER+STRICT" }),
  ...about("update.set-marking", "marking.lower", { marking: "TLP:GREEN" }),
  {
    name: "comment.post in the room",
    wish: () => ({ kind: "comment.post", on: "room", text: "words" }),
    asks: () => [["comment.post", { question: true }]],
  },
  {
    name: "comment.post on an item",
    wish: () => ({ kind: "comment.post", on: events.mine, text: "words" }),
    asks: () => [["comment.post", { question: false }]],
  },
  {
    name: "event.pin",
    wish: () => ({ kind: "event.pin", event: events.mine }),
    asks: () => [["timeline.pin", {}]],
  },
  {
    name: "event.acknowledge",
    wish: () => ({ kind: "event.acknowledge", event: events.mine }),
    asks: () => [["event.acknowledge", {}]],
  },
  {
    name: "read.mark",
    wish: () => ({ kind: "read.mark", cursor: bed.context.cursors.cursor(room.id, 1) }),
    asks: () => [["read.mark", {}]],
  },
];

const actors = (): Actor[] =>
  ROLES.flatMap((role) =>
    STANDINGS.map((standing) => ({
      ...{ person: me.id, name: me.name, organisation: me.organisation, sector: "aviation" },
      ...{ role, standing },
    })),
  );

/** What the command's own function says: nothing is written. */
const decided = async ({ wish, roster = "open" }: Case, actor: Actor): Promise<string> => {
  const command = parseCommand({ id: uuidv7(), ...wish() });
  if (command.kind === "incident.declare") throw new Error("not in an incident");
  const handlers = handlersWith((cursor, of) => bed.context.cursors.placeOf(cursor, of));
  try {
    const { db } = bed.store;
    await decideBy(handlers, command, { db, incident: room.id, roster: rosters[roster], actor, at: bed.clock.now() });
    return "allowed";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe("for every role, vouched for or not", () => {
  it.each(CASES)("$name", async (one) => {
    const allowed = new Map<string, string>();
    const expected = new Map<string, string>();
    for (const actor of actors()) {
      const who = `${actor.role} ${actor.standing}`;
      const isAllowed = one.asks().every(([action, target]) => may(actor, action, target));
      expected.set(who, isAllowed ? "allowed" : "forbidden");
      const answer = await decided(one, actor);
      // What a guest or newcomer may not see cannot be told from what is not there.
      allowed.set(who, answer === "not-found" ? "forbidden" : answer);
    }
    expect(allowed).toEqual(expected);
  });

  it("leaves out no kind of command", () => {
    const asked = new Set(CASES.map(({ name }) => name.split(" ")[0]));
    expect(COMMAND_KINDS.filter((kind) => !asked.has(kind))).toEqual(["incident.declare"]);
  });
});
