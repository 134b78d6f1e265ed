import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND_KINDS } from "#domain/command";
import {
  administrator,
  incident,
  openTestBed,
  refusalOf,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { submit } from "./submit.ts";

let bed: TestBed;
let room: TestIncident;
let commander: TestPerson;
let liaison: TestPerson;
let elsewhere: { organisation: string; person: string; event: string };

beforeAll(async () => {
  bed = await openTestBed();
  commander = await administrator(bed.context);
  room = await incident(bed.context, commander);
  liaison = await room.bring(await room.enter(), "liaison");
  const other = await incident(bed.context, commander);
  const organisation = await other.enter();
  const stranger = await other.bring(organisation, "liaison");
  elsewhere = { organisation, person: stranger.id, event: (await other.log())[0]?.event.id ?? "" };
});
afterAll(() => bed.close());

/** Sends the raw wish; the log must not have moved and nothing may count as our own fault. */
const refused = async (wish: unknown, by = liaison, id = room.id) => {
  const before = await room.length();
  const refusal = await refusalOf(submit(bed.context, by.id, id, wish));
  expect(await room.length()).toBe(before);
  expect(bed.faults).toEqual([]);
  return refusal;
};

const post = (fields: object, organisation = liaison.organisation) => ({
  id: uuidv7(),
  kind: "update.post",
  organisation,
  ...fields,
});

describe("what nobody may send", () => {
  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a text", "update.post"],
    ["a number", 7],
    ["no kind", { id: uuidv7() }],
    ["an unknown kind", { id: uuidv7(), kind: "update.erase" }],
    ["a kind of the object's own", { id: uuidv7(), kind: "__proto__" }],
    ["a kind that is a list", { id: uuidv7(), kind: ["update.post"] }],
  ])("%s", async (_what, wish) => {
    expect(await refused(wish)).toMatchObject({ code: "invalid" });
  });

  it.each(["role", "orgId", "authorId", "tlp", "createdAt", "seq", "by", "at", "relayed", "isAdmin", "constructor"])(
    "a field that the command does not have: %s",
    async (key) => {
      const refusal = await refused(post({ text: "words", [key]: "commander" }));
      expect(refusal).toEqual({ code: "invalid", message: `"${key}" is not a field of this command.`, field: key });
    },
  );

  it("a field within a field", async () => {
    const figures = [{ metric: "machines_affected", value: 1, source: "me" }];
    expect(await refused(post({ figures }))).toMatchObject({ code: "invalid", field: "source" });
    expect(await refused(post({ text: "words", audience: { roles: ["observer"] } }))).toMatchObject({ field: "roles" });
  });

  it.each(["", null, 0, -1, [], {}, "../", "%00", "1", "x".repeat(100_000), "00000000-0000-0000-0000-00000000000g"])(
    "an id that is none: %j",
    async (id) => {
      expect(await refused({ ...post({ text: "words" }), id })).toMatchObject({ code: "invalid", field: "id" });
      expect(await refused(post({ text: "words", organisation: id }))).toMatchObject({ field: "organisation" });
      expect(await refused(post({ text: "words", corrects: id }))).toMatchObject({ field: "corrects" });
      expect(await refused({ id: uuidv7(), kind: "event.pin", event: id }, commander)).toMatchObject({
        field: "event",
      });
    },
  );

  it.each([
    ["2,001 characters", "x".repeat(2001)],
    ["2,001 characters of two halves each", "😀".repeat(2001)],
    ["nothing but spaces", " \n\t "],
    ["nothing at all", ""],
    ["NUL", "a\0b"],
    ["an escape", "a\u001bb"],
    ["a control character of the upper half", "a\u0085b"],
    ["half a character", "a\ud800b"],
    ["the other half", "\udc00"],
    ["not a text", 12],
  ])("a text of %s", async (_what, text) => {
    expect(await refused(post({ text }))).toMatchObject({ code: "invalid", field: "text" });
    const reason = { id: uuidv7(), kind: "incident.set-severity", severity: 1, reason: text };
    expect(await refused(reason, commander)).toMatchObject({ code: "invalid", field: "reason" });
  });

  it("a title of 201 characters", async () => {
    const wish = { id: uuidv7(), kind: "incident.declare", title: "x".repeat(201), severity: 1, mode: "real" };
    expect(await refusalOf(submit(bed.context, commander.id, null, wish))).toMatchObject({ field: "title" });
  });

  it.each([-1, -0.001, Number.NaN, Number.POSITIVE_INFINITY, 1e16, 1_000_000_000_000_001, "12", null, 12n])(
    "a figure of %s",
    async (value) => {
      const refusal = await refused(post({ figures: [{ metric: "machines_affected", value }] }));
      expect(refusal).toMatchObject({ code: "invalid", field: "figures.0.value" });
    },
  );

  it("a metric that is none, and more figures than twenty", async () => {
    const figure = (metric: string) => ({ metric, value: 1 });
    for (const metric of ["", "Machines", "__proto__", "a b", "x".repeat(65), "a.b"])
      expect(await refused(post({ figures: [figure(metric)] }))).toMatchObject({ field: "figures.0.metric" });
    const figures = Array.from({ length: 21 }, (_, index) => figure(`m${index}`));
    expect(await refused(post({ figures }))).toMatchObject({ field: "figures" });
  });

  it.each([
    "1989-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "2100-01-01T00:00:00+01:00".replace("+01", "-01"),
    "+275760-09-13T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-03-01T06:00:00",
    "2026-03-01",
    "yesterday",
    "",
    1_772_000_000_000,
  ])("a time that is none, or not between 1990 and 2100: %s", async (time) => {
    for (const field of ["asOf", "nextDue", "writtenAt"])
      expect(await refused(post({ text: "words", [field]: time }))).toMatchObject({ code: "invalid", field });
  });

  it.each([
    ["status", "no_report"],
    ["status", "DOWN"],
    ["exposure", "exposed"],
    ["marking", "AMBER"],
    ["marking", "TLP:WHITE"],
    ["source", "rumour"],
    ["confidence", "certain"],
    ["asOfPrecision", "second"],
  ])("a word that is none: %s %s", async (field, word) => {
    expect(await refused(post({ text: "words", [field]: word }))).toMatchObject({ code: "invalid", field });
  });

  it.each([0, 6, 1.5, "1", -1])("a severity of %s", async (severity) => {
    const wish = { id: uuidv7(), kind: "incident.set-severity", severity, reason: "because" };
    expect(await refused(wish, commander)).toMatchObject({ code: "invalid", field: "severity" });
  });

  it("an address of a reference that is none, or smuggles a control character in", async () => {
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//host/x",
      "https://a b",
      "https://a\0b",
      "http://\ud800",
    ])
      expect(await refused(post({ text: "words", reference: { title: "source", url } }))).toMatchObject({
        field: "reference.url",
      });
  });

  it("an update that says nothing", async () => {
    expect(await refused(post({}))).toMatchObject({ code: "invalid" });
    expect(await refused(post({ figures: [], marking: "TLP:GREEN" }))).toMatchObject({ code: "invalid" });
  });

  it("a cursor of another incident, or none", async () => {
    const read = (cursor: unknown) => ({ id: uuidv7(), kind: "read.mark", cursor });
    const foreign = bed.context.cursors.cursor(uuidv7(), 1);
    for (const cursor of [foreign, "x", foreign.slice(1), "x".repeat(401), "", null, 3])
      expect(await refused(read(cursor))).toMatchObject({ code: "invalid", field: "cursor" });
  });
});

describe("ids of things that are elsewhere, or nowhere", () => {
  const wishes = (id: { organisation: string; person: string; event: string }, own = liaison.organisation) => ({
    "update.post": post({ text: "words" }, id.organisation),
    "update.post audience": post({ text: "words", audience: { organisations: [id.organisation] } }, own),
    "update.post people": post({ text: "words", audience: { people: [id.person] } }, own),
    "update.post corrects": post({ text: "words", corrects: id.event }, own),
    "update.renew": { id: uuidv7(), kind: "update.renew", organisation: id.organisation },
    "update.redact": { id: uuidv7(), kind: "update.redact", event: id.event, reason: "because" },
    "update.set-marking": {
      id: uuidv7(),
      kind: "update.set-marking",
      event: id.event,
      marking: "TLP:RED",
      reason: "because",
    },
    "comment.post": { id: uuidv7(), kind: "comment.post", on: id.event, text: "words" },
    "comment.post mentions": { id: uuidv7(), kind: "comment.post", on: "room", text: "words", mentions: [id.person] },
    "event.pin": { id: uuidv7(), kind: "event.pin", event: id.event },
    "event.acknowledge": { id: uuidv7(), kind: "event.acknowledge", event: id.event },
    "organisation.answer": {
      id: uuidv7(),
      kind: "organisation.answer",
      organisation: id.organisation,
      state: "declined",
    },
    "organisation.leave": { id: uuidv7(), kind: "organisation.leave", organisation: id.organisation },
    "organisation.set-default-marking": {
      id: uuidv7(),
      kind: "organisation.set-default-marking",
      organisation: id.organisation,
      marking: null,
    },
    "organisation.set-cadence": {
      id: uuidv7(),
      kind: "organisation.set-cadence",
      organisation: id.organisation,
      cadenceMin: 30,
    },
    "participant.set-role": { id: uuidv7(), kind: "participant.set-role", person: id.person, role: "observer" },
    "participant.remove": { id: uuidv7(), kind: "participant.remove", person: id.person },
    "participant.vouch": { id: uuidv7(), kind: "participant.vouch", person: id.person },
  });
  const nowhere = { organisation: uuidv7(), person: uuidv7(), event: uuidv7() };

  it.each(Object.keys(wishes(nowhere, "")))("%s: the same answer for both, and nothing changed", async (name) => {
    for (const by of [commander, liaison]) {
      const [there, none] = [wishes(elsewhere), wishes(nowhere)].map((all) => new Map(Object.entries(all)).get(name));
      const answers = [await refused(there, by), await refused(none, by)];
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toEqual({ code: "not-found", message: "There is nothing here that you may see." });
    }
  });

  it("are asked for by every kind of command that names something", () => {
    const named = new Set(Object.keys(wishes(nowhere, "")).map((name) => name.split(" ")[0]));
    const namesNothing = COMMAND_KINDS.filter((kind) => !named.has(kind));
    expect(namesNothing).toEqual([
      ...["incident.declare", "incident.set-severity", "incident.set-phase", "incident.set-sharing"],
      ...["incident.close", "incident.reopen", "drill.pace", "organisation.enter", "read.mark"],
    ]);
  });

  it("an organisation that the installation does not know cannot enter", async () => {
    const wish = { id: uuidv7(), kind: "organisation.enter", organisation: uuidv7() };
    expect(await refused(wish, commander)).toMatchObject({ code: "not-found" });
  });
});
