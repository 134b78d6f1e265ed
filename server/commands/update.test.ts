import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Event } from "#domain/event";
import type { Entry } from "#domain/roster";
import type { Marking } from "#domain/words";
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
  type Wish,
} from "#server/testing";

let bed: TestBed;
let context: Context;
let room: TestIncident;
let commander: TestPerson;
let scribe: TestPerson;
let liaison: TestPerson;
let responder: TestPerson;
let other: TestPerson;
let observer: TestPerson;
let newcomer: TestPerson;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
  room = await incident(context, commander);
  const [own, another] = [await room.enter("aviation"), await room.enter("banking")];
  scribe = await room.bring(commander.organisation, "scribe");
  liaison = await room.bring(own, "liaison");
  responder = await room.bring(own, "responder");
  other = await room.bring(another, "liaison");
  observer = await room.bring(another, "observer");
  newcomer = await room.bring(another, "responder", "provisional");
});
afterAll(async () => {
  expect(bed.faults).toEqual([]);
  await bed.close();
});

type Post = Omit<Extract<Wish, { kind: "update.post" }>, "kind" | "organisation"> & { organisation?: string };
const post = async (by: TestPerson, fields: Post): Promise<string> =>
  (await send(context, by, room.id, { kind: "update.post", organisation: by.organisation, ...fields })).event.id;
const refusedPost = (by: TestPerson, fields: Post) => refusalOf(post(by, fields));

const entry = async (id: string): Promise<Entry> => {
  const found = (await room.log()).find(({ event }) => event.id === id);
  if (found === undefined) throw new Error("no such line");
  return found;
};

/** What somebody finds when he opens the incident: on this node, and on one that has just started. */
const readsOn = async (by: TestPerson): Promise<{ feed: Event[]; text: string }[]> => {
  const nodes = [context, (await openNode(bed.store, bed.clock)).context];
  return Promise.all(
    nodes.map(async (node) => {
      const held = await node.journal.room(room.id);
      const viewer = held?.participant(by.id);
      if (!held || !viewer) throw new Error("not here");
      const { board } = await held.boardFor(viewer);
      return { feed: board.feed.map(({ event }) => event), text: JSON.stringify(board) };
    }),
  );
};
const canRead = async (by: TestPerson, id: string): Promise<boolean> => {
  const [here, fresh] = (await readsOn(by)).map(({ feed }) => feed.some((event) => event.id === id));
  expect(here).toBe(fresh);
  return here === true;
};

const mark = (by: TestPerson, event: string, marking: Marking, people?: string[]) =>
  send(context, by, room.id, {
    kind: "update.set-marking",
    event,
    marking,
    reason: "care",
    ...(people === undefined ? {} : { people }),
  });
const redact = (by: TestPerson, event: string) =>
  send(context, by, room.id, { kind: "update.redact", event, reason: "too much" });

describe("a status", () => {
  it("of the command's own organisation is its liaison's to set, also while it has none", async () => {
    for (const by of [commander, scribe]) {
      expect(await refusedPost(by, { status: "down" })).toMatchObject({ code: "forbidden" });
      expect(await post(by, { text: "We can only tell." })).not.toBe("");
    }
    const spokesman = await room.bring(commander.organisation, "liaison");
    expect((await entry(await post(spokesman, { status: "down" }))).event).toMatchObject({ status: "down" });
  });
});

describe("a promise of a next word", () => {
  const DAY = 86_400_000;
  const inDays = (days: number, more = 0) => new Date(bed.clock.now().getTime() + days * DAY + more).toISOString();

  it("is refused for more than seven days, and taken for a night or a week", async () => {
    expect(await refusedPost(liaison, { nextDue: inDays(7, 1) })).toMatchObject({ code: "invalid", field: "nextDue" });
    for (const nextDue of [inDays(0.5), inDays(7)]) {
      const { event } = await entry(await post(liaison, { nextDue }));
      expect(event).toMatchObject({ nextDue });
    }
  });
});

describe("a relayed update", () => {
  it("is refused without a source that is not the organisation itself", async () => {
    const fields = { organisation: liaison.organisation, status: "down" } as const;
    expect(await refusedPost(scribe, fields)).toMatchObject({ code: "invalid", field: "source" });
    expect(await refusedPost(scribe, { ...fields, source: "own" })).toMatchObject({ code: "invalid", field: "source" });
  });

  it("says so, counts as likely unless said otherwise, and belongs to the organisation spoken for", async () => {
    const id = await post(scribe, { organisation: liaison.organisation, status: "down", source: "phone" });
    expect(await entry(id)).toMatchObject({
      event: { relayed: true, source: "phone", confidence: "likely", by: { person: scribe.id } },
      seen: { origin: liaison.organisation, author: scribe.id },
    });
    expect(await refusalOf(mark(scribe, id, "TLP:GREEN"))).toMatchObject({ code: "forbidden" });
    expect(await mark(liaison, id, "TLP:GREEN")).toMatchObject({ repeated: false });
  });

  it("cannot be claimed by a client", async () => {
    const id = await post(liaison, { text: "our own words" });
    expect((await entry(id)).event).not.toHaveProperty("relayed");
  });
});

describe("a correction", () => {
  it("is the author's alone, of the same organisation, and of an update", async () => {
    const id = await post(responder, { text: "ten" });
    expect(await refusedPost(liaison, { text: "eleven", corrects: id })).toMatchObject({ code: "forbidden" });
    expect(await refusedPost(other, { text: "eleven", corrects: id })).toMatchObject({
      code: "invalid",
      field: "corrects",
    });
    const comment = await send(context, responder, room.id, { kind: "comment.post", on: id, text: "hm" });
    expect(await refusedPost(responder, { text: "x", corrects: comment.event.id })).toMatchObject({
      field: "corrects",
    });
    expect(await post(responder, { text: "eleven", corrects: id })).not.toBe(id);
  });

  it("reaches nobody who may not see what it corrects", async () => {
    const strict = await post(responder, { text: "ten", marking: "TLP:AMBER+STRICT" });
    const laxer = await refusedPost(responder, { text: "eleven", corrects: strict, marking: "TLP:GREEN" });
    expect(laxer).toMatchObject({ code: "invalid", field: "marking" });
    const plain = await post(responder, { text: "eleven", corrects: strict });
    expect((await entry(plain)).seen.marking).toBe("TLP:AMBER+STRICT");
    const narrow = await post(responder, { text: "ten", audience: { people: [other.id] } });
    const wider = await refusedPost(responder, { text: "x", corrects: narrow, audience: { people: [scribe.id] } });
    expect(wider).toMatchObject({ code: "invalid", field: "marking" });
    const like = await post(responder, { text: "eleven", corrects: narrow });
    expect((await entry(like)).seen.audience).toEqual({ people: [other.id] });
  });
});

describe("a redaction", () => {
  it("empties the stored row, the feed and the board for ever, and leaves a tombstone to those who could see it", async () => {
    const id = await post(responder, {
      text: "canary words",
      figures: [{ metric: "machines_affected", value: 47_110 }],
    });
    expect((await readsOn(other))[0]?.text).toContain("canary words");
    expect(await redact(liaison, id)).toMatchObject({ repeated: false });
    const { rows } = await bed.store.pool.query("select * from events where incident = $1", [room.id]);
    expect(JSON.stringify(rows)).not.toMatch(/canary words|47110/);
    const { rows: snapshots } = await bed.store.pool.query("select * from board_snapshots");
    expect(JSON.stringify(snapshots)).not.toContain("canary words");
    for (const { feed, text } of await readsOn(other)) {
      expect(text).not.toMatch(/canary words|47110/);
      expect(feed.find((event) => event.id === id)).toEqual({ id, at: (await entry(id)).event.at, kind: "redacted" });
    }
  });

  it("leaves no tombstone to those who could not see it", async () => {
    const id = await post(responder, { text: "inside", marking: "TLP:AMBER+STRICT" });
    await redact(responder, id);
    expect(await canRead(other, id)).toBe(false);
    expect(await canRead(liaison, id)).toBe(true);
  });

  it("with an id in capital letters is the same redaction", async () => {
    const id = await post(responder, { text: "capital canary" });
    await redact(commander, id.toUpperCase());
    for (const { text } of await readsOn(other)) expect(text).not.toContain("capital canary");
  });

  it("is of somebody's words, once", async () => {
    const id = await post(responder, { text: "gone soon" });
    await redact(commander, id);
    expect(await refusalOf(redact(commander, id))).toMatchObject({ code: "conflict" });
    const [declared] = await room.log();
    expect(await refusalOf(redact(commander, declared?.event.id ?? ""))).toMatchObject({ code: "conflict" });
  });

  it("of a comment is its author's, not the one's whose item it stands on", async () => {
    const id = await post(liaison, { text: "ours" });
    const comment = await send(context, other, room.id, { kind: "comment.post", on: id, text: "theirs" });
    expect(await refusalOf(redact(liaison, comment.event.id))).toMatchObject({ code: "forbidden" });
    expect(await redact(other, comment.event.id)).toMatchObject({ repeated: false });
  });
});

describe("a new marking", () => {
  it("is raised by the staff, lowered by the origin's liaison, and by nobody else", async () => {
    const id = await post(responder, { text: "words" });
    for (const by of [commander, scribe, responder, other])
      expect(await refusalOf(mark(by, id, "TLP:GREEN"))).toMatchObject({ code: "forbidden" });
    for (const by of [other, observer])
      expect((await refusalOf(mark(by, id, "TLP:AMBER+STRICT"))).code).toMatch(/forbidden|not-found/);
    await mark(liaison, id, "TLP:GREEN");
    await mark(scribe, id, "TLP:AMBER");
    expect(await refusalOf(mark(liaison, id, "TLP:AMBER"))).toMatchObject({ code: "conflict" });
  });

  it("takes the past away from those who may no longer see it, and gives it to those who may", async () => {
    const id = await post(responder, { text: "words" });
    expect(await canRead(other, id)).toBe(true);
    expect(await canRead(newcomer, id)).toBe(false);
    await mark(responder, id, "TLP:AMBER+STRICT");
    expect(await canRead(other, id)).toBe(false);
    expect(await canRead(liaison, id)).toBe(true);
    await mark(liaison, id, "TLP:GREEN");
    expect(await canRead(newcomer, id)).toBe(true);
  });

  it("of TLP:RED names the author alone, until the author names others", async () => {
    const id = await post(responder, { text: "words" });
    expect(await refusalOf(mark(commander, id, "TLP:RED", [commander.id]))).toMatchObject({ code: "forbidden" });
    await mark(commander, id, "TLP:RED");
    for (const by of [commander, liaison, other]) expect(await canRead(by, id)).toBe(false);
    expect(await canRead(responder, id)).toBe(true);
    expect(await refusalOf(mark(commander, id, "TLP:RED", [commander.id]))).toMatchObject({ code: "not-found" });
    expect(await refusalOf(mark(responder, id, "TLP:RED", [uuidv7()]))).toMatchObject({ code: "not-found" });
    expect(await refusalOf(mark(responder, id, "TLP:RED"))).toMatchObject({ code: "conflict" });
    await mark(responder, id, "TLP:RED", [other.id]);
    expect(await canRead(other, id)).toBe(true);
    expect(await canRead(commander, id)).toBe(false);
    expect(await refusalOf(mark(other, id, "TLP:RED", [commander.id]))).toMatchObject({ code: "forbidden" });
  });

  it("other than TLP:RED names nobody", async () => {
    const id = await post(responder, { text: "words" });
    expect(await refusalOf(mark(responder, id, "TLP:AMBER+STRICT", [other.id]))).toMatchObject({ field: "people" });
  });

  it("is followed by what stands on the item, and never overtaken by it", async () => {
    const id = await post(responder, { text: "words" });
    const on = async (target: string, text: string) =>
      (await send(context, other, room.id, { kind: "comment.post", on: target, text })).event.id;
    const comment = await on(id, "first");
    const reply = await on(comment, "second");
    expect(await refusalOf(mark(other, comment, "TLP:GREEN"))).toMatchObject({ code: "conflict" });
    await mark(responder, id, "TLP:AMBER+STRICT");
    for (const hidden of [id, comment, reply]) expect(await canRead(other, hidden)).toBe(false);
    for (const shown of [id, comment, reply]) expect(await canRead(liaison, shown)).toBe(true);
    await mark(liaison, id, "TLP:GREEN");
    expect(await canRead(newcomer, id)).toBe(true);
    for (const kept of [comment, reply]) expect(await canRead(newcomer, kept)).toBe(false);
  });

  it("of a comment is lowered by its author's organisation, not by the item's", async () => {
    const id = await post(liaison, { text: "words", marking: "TLP:GREEN" });
    const comment = await send(context, other, room.id, {
      ...{ kind: "comment.post", on: id, text: "careful" },
      marking: "TLP:AMBER",
    });
    expect(await refusalOf(mark(liaison, comment.event.id, "TLP:GREEN"))).toMatchObject({ code: "forbidden" });
    expect(await mark(other, comment.event.id, "TLP:GREEN")).toMatchObject({ repeated: false });
  });

  it("and many comments sent at once leave no comment behind", async () => {
    const id = await post(responder, { text: "words" });
    const wishes = Array.from({ length: 20 }, (_, index) =>
      index === 10
        ? mark(commander, id, "TLP:RED")
        : send(context, other, room.id, { kind: "comment.post", on: id, text: `comment ${index}` }).catch(() => null),
    );
    const kept = await Promise.all(wishes);
    for (const comment of kept) if (comment !== null) expect(await canRead(other, comment.event.id)).toBe(false);
  });

  it("sent twice at once, up by one and down by another, ends as the last of them decided on the first", async () => {
    const id = await post(responder, { text: "words", marking: "TLP:GREEN" });
    const answers = await Promise.allSettled([mark(commander, id, "TLP:RED"), mark(scribe, id, "TLP:AMBER")]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect((await entry(id)).seen.marking).toBe("TLP:RED");
  });
});

describe("what is named TLP:RED", () => {
  it("is shared among its author and the people named: the item, and what each writes on it", async () => {
    const id = await post(liaison, { text: "for two", marking: "TLP:RED", audience: { people: [other.id] } });
    const comment = await send(context, other, room.id, { kind: "comment.post", on: id, text: "understood" });
    for (const by of [liaison, other]) expect(await canRead(by, comment.event.id)).toBe(true);
    for (const by of [commander, responder, newcomer]) {
      expect(await canRead(by, id)).toBe(false);
      expect(await canRead(by, comment.event.id)).toBe(false);
    }
    expect(await refusalOf(send(context, commander, room.id, { kind: "event.pin", event: id }))).toMatchObject({
      code: "not-found",
    });
  });

  it("by the incident's default names the audience's people as well", async () => {
    const red = await incident(context, commander, { defaultMarking: "TLP:RED" });
    const named = await red.bring(await red.enter(), "liaison");
    const wish = { kind: "update.post", organisation: commander.organisation, text: "words" } as const;
    await send(context, commander, red.id, { ...wish, audience: { people: [named.id] } });
    expect((await red.log()).at(-1)?.seen).toMatchObject({ marking: "TLP:RED", named: [named.id] });
  });
});

describe("a renewal", () => {
  it("is refused while there is nothing to renew", async () => {
    const silent = await room.bring(await room.enter(), "liaison");
    const renew = send(context, silent, room.id, { kind: "update.renew", organisation: silent.organisation });
    expect(await refusalOf(renew)).toMatchObject({ code: "conflict" });
  });

  it("reaches those who may see the statement that it renews, and nobody else", async () => {
    await post(other, { status: "degraded", marking: "TLP:AMBER+STRICT" });
    const renewal = await send(context, other, room.id, { kind: "update.renew", organisation: other.organisation });
    expect(await canRead(observer, renewal.event.id)).toBe(true);
    for (const by of [commander, liaison, newcomer]) expect(await canRead(by, renewal.event.id)).toBe(false);
  });

  it("sent together with a stricter statement follows that one", async () => {
    await post(other, { status: "degraded", marking: "TLP:GREEN" });
    const [, renewal] = await Promise.all([
      post(other, { status: "down", marking: "TLP:AMBER+STRICT" }),
      send(context, other, room.id, { kind: "update.renew", organisation: other.organisation }),
    ]);
    expect((await entry(renewal.event.id)).seen.marking).toBe("TLP:AMBER+STRICT");
  });
});

describe("a newcomer's post", () => {
  it("says that nobody has vouched for him, and is his own to see", async () => {
    const id = await post(newcomer, { text: "hello" });
    expect((await entry(id)).event).toMatchObject({ by: { standing: "provisional" }, marking: "TLP:AMBER" });
    expect(await canRead(newcomer, id)).toBe(true);
  });
});

describe("what a post leaves out", () => {
  it("is filled in as the incident's time, to the minute, from themselves and confirmed", async () => {
    const id = await post(liaison, { text: "words" });
    const { event } = await entry(id);
    expect(event).toMatchObject({
      asOf: bed.clock.now().toISOString(),
      asOfPrecision: "minute",
      source: "own",
      confidence: "confirmed",
      marking: "TLP:AMBER",
    });
    expect(Object.values(event)).not.toContain(undefined);
  });
});
