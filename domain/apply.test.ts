import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, applyAll } from "./apply.ts";
import { type Board, emptyBoard } from "./board.ts";
import { rowState } from "./clocks.ts";
import type { Event, EventBodies } from "./event.ts";
import { FEED_MAX } from "./feed.ts";
import { COMMANDER, logOf, MINUTE, minute, START, steps, TestLog } from "./testing.ts";
import type { Viewer } from "./visibility.ts";
import { sees } from "./visibility.ts";

const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
};

describe("the board, from any log", () => {
  it("is the same from the start and from any board kept on the way", () => {
    fc.assert(
      fc.property(steps(60), fc.nat(60), (list, cut) => {
        const events = logOf(list).lines.map(({ event }) => event);
        const kept = frozen(applyAll(emptyBoard, events.slice(0, cut)));
        // A kept board has been through the store.
        const stored: Board = JSON.parse(JSON.stringify(kept));
        const whole = applyAll(emptyBoard, events);
        expect(applyAll(kept, events.slice(cut))).toEqual(whole);
        expect(applyAll(stored, events.slice(cut))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it("changes nothing that it was given", () => {
    fc.assert(
      fc.property(steps(60), (list) => {
        const events = logOf(list).lines.map(({ event }) => frozen(event));
        expect(() => events.reduce((board, event) => frozen(apply(board, event)), frozen(emptyBoard))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it("holds no word of an event that the viewer may not see", () => {
    fc.assert(
      fc.property(steps(40), fc.nat(9), (list, index) => {
        const { lines, roster } = logOf(list);
        const viewer = [...roster.people.values()][index];
        if (viewer === undefined) return;
        const shown = lines.filter(({ seen }) => sees(viewer, seen, roster.sharing));
        const ids = new Set(shown.map(({ event }) => event.id));
        const text = JSON.stringify(
          applyAll(
            emptyBoard,
            shown.map(({ event }) => event),
          ),
        );
        for (const { event } of lines) if (!ids.has(event.id)) expect(text).not.toContain(`"${event.id}"`);
      }),
      { numRuns: 100 },
    );
  });

  it("has a feed that does not grow without end", () => {
    fc.assert(
      fc.property(steps(400), (list) => {
        const { feed } = applyAll(
          emptyBoard,
          logOf(list).lines.map(({ event }) => event),
        );
        expect(feed.length).toBeLessThanOrEqual(FEED_MAX);
      }),
      { numRuns: 5 },
    );
  });
});

/** An incident of `cert` with everybody at hand; each line is a minute after the one before. */
class Play {
  readonly log = new TestLog();
  readonly commander: Viewer & { name: string; joinedAt: string; roleSince: string };
  readonly liaison: Viewer & { name: string; joinedAt: string; roleSince: string };

  constructor() {
    this.commander = this.person(COMMANDER);
    const body = { organisation: "air", role: "liaison", standing: "vouched" } as const;
    this.log.by(this.commander, {
      kind: "participant.joined",
      body: { person: { id: "liaison", name: "Liaison" }, ...body },
    });
    this.liaison = this.person("liaison");
  }

  person(id: string) {
    const person = this.log.roster.people.get(id);
    if (person === undefined) throw new Error(`${id} is not here`);
    return person;
  }

  post(fields: Partial<EventBodies["update.posted"]>, by = this.liaison): string {
    const relayed = by.organisation !== (fields.organisation ?? "air");
    const body: EventBodies["update.posted"] = {
      organisation: "air",
      asOf: minute(0),
      asOfPrecision: "minute",
      source: relayed ? "phone" : "own",
      confidence: "confirmed",
      ...(relayed ? { relayed: true } : {}),
      ...fields,
    };
    return this.log.by(by, { kind: "update.posted", body }).event.id;
  }

  renew(): string {
    return this.log.by(this.liaison, { kind: "update.renewed", body: { organisation: "air" } }).event.id;
  }

  get board(): Board {
    return applyAll(
      emptyBoard,
      this.log.lines.map(({ event }) => event),
    );
  }

  get row() {
    const row = this.board.organisations["air"];
    if (row === undefined) throw new Error("no row");
    return row;
  }

  /** How the row stands so many minutes after the declaration. */
  at(minutes: number) {
    return rowState(this.board.incident, this.row, START + minutes * MINUTE);
  }

  item(id: string) {
    return this.board.feed.find(({ event }) => event.id === id);
  }
}

describe("a redaction", () => {
  it("leaves no word of the update, its figures or its status on the board", () => {
    const play = new Play();
    const event = play.post({
      status: "down",
      text: "secret words",
      figures: [{ metric: "machines_affected", value: 4711 }],
    });
    const before = { marking: "TLP:GREEN", origin: "air", author: "liaison" } as const;
    const rewrite = { event, before, after: "redacted" } as const;
    play.log.by(play.liaison, { kind: "update.redacted", body: { event, reason: "wrong" } }, { about: event }, rewrite);
    expect(JSON.stringify(play.board)).not.toMatch(/secret words|4711/);
    expect(play.row).toMatchObject({ own: null, figures: {}, text: null, heardAt: null, history: [] });
    expect(play.item(event)).toEqual({ event: { id: event, at: minute(3), kind: "redacted" } });
  });

  it("heard live takes the words out of the feed at once", () => {
    const play = new Play();
    const event = play.post({ text: "secret words" });
    const live = apply(play.board, {
      ...{ id: "redaction", at: minute(9), command: "c", marking: "TLP:GREEN", kind: "update.redacted" },
      ...{
        by: { person: COMMANDER, name: "Commander", organisation: "cert", role: "commander" },
        event,
        reason: "wrong",
      },
    } satisfies Event);
    expect(JSON.stringify(live.feed)).not.toContain("secret words");
  });
});

describe("a correction", () => {
  it("keeps the figure that it strikes through, and marks what it corrects", () => {
    const play = new Play();
    const wrong = play.post({ figures: [{ metric: "machines_affected", value: 37_000 }] });
    const right = play.post({ figures: [{ metric: "machines_affected", value: 3700 }], corrects: wrong });
    expect(play.row.figures["machines_affected"]).toMatchObject({ value: 3700, was: 37_000, event: right });
    expect(play.item(wrong)).toMatchObject({ correctedBy: right });
  });

  it("strikes through nothing that another update has said meanwhile", () => {
    const play = new Play();
    const first = play.post({ figures: [{ metric: "machines_affected", value: 1 }] });
    play.post({ figures: [{ metric: "machines_affected", value: 2 }] });
    play.post({ figures: [{ metric: "machines_affected", value: 3 }], corrects: first });
    expect(play.row.figures["machines_affected"]).not.toHaveProperty("was");
  });
});

describe("what is relayed for an organisation", () => {
  const relay = (play: Play) => play.post({ status: "down" }, play.commander);

  it("does not replace its own word while that is within the cadence", () => {
    const play = new Play();
    play.post({ status: "operating" });
    relay(play);
    expect(play.at(10)).toMatchObject({ status: "operating", statement: { source: "own" } });
    expect(play.at(63)).toMatchObject({ status: "operating" });
  });

  it("stands once the own word is older than the cadence, and does not keep that fresh", () => {
    const play = new Play();
    play.post({ status: "operating" });
    relay(play);
    expect(play.at(63.1)).toMatchObject({ status: "down", statement: { source: "phone" } });
  });

  it("stands where the organisation has never spoken, and is not its taking part", () => {
    const play = new Play();
    relay(play);
    expect(play.at(5)).toMatchObject({ status: "down" });
    expect(play.row).toMatchObject({ participation: "invited", own: null });
  });

  it("gives way to the next own word at once", () => {
    const play = new Play();
    relay(play);
    play.post({ status: "recovering" });
    expect(play.at(5)).toMatchObject({ status: "recovering" });
  });

  it("tells nothing of how the organisation is now when it says no status", () => {
    const play = new Play();
    play.post({ status: "operating" });
    const heardAt = play.row.heardAt;
    play.post({ exposure: "checking", text: "they are looking", figures: [{ metric: "m", value: 1 }] }, play.commander);
    expect(play.row).toMatchObject({ heardAt, exposure: { exposure: "checking" }, text: { text: "they are looking" } });
  });
});

describe("a renewal", () => {
  it("says the same again: fresh from now, with no new promise", () => {
    const play = new Play();
    play.post({ status: "degraded", nextDue: minute(20) });
    play.renew();
    expect(play.row).toMatchObject({ heardAt: minute(4), nextDue: null, own: { status: "degraded", at: minute(3) } });
    expect(play.row.history).toEqual([{ status: "degraded", from: minute(3), heard: minute(4) }]);
  });

  it("of a relayed word that stands makes it the organisation's own", () => {
    const play = new Play();
    play.post({ status: "down" }, play.commander);
    const renewal = play.renew();
    expect(play.row.own).toMatchObject({ status: "down", source: "own", event: renewal, by: { person: "liaison" } });
    expect(play.at(30)).toMatchObject({ status: "down", statement: { source: "own" } });
  });

  it("of the own word that stands does not take over what was relayed meanwhile", () => {
    const play = new Play();
    play.post({ status: "operating" });
    play.post({ status: "down" }, play.commander);
    play.renew();
    expect(play.at(30)).toMatchObject({ status: "operating" });
  });
});

describe("marks on an item", () => {
  it("count one acknowledgement a person", () => {
    const play = new Play();
    const event = play.post({ text: "words" });
    for (const by of [play.commander, play.commander, play.liaison])
      play.log.by(by, { kind: "event.acknowledged", body: { event, organisation: by.organisation } });
    expect(play.item(event)?.acknowledged?.map(({ person }) => person)).toEqual([COMMANDER, "liaison"]);
  });

  it("are pins and comments; a comment is news as well, a pin is not", () => {
    const play = new Play();
    const event = play.post({ text: "words" });
    play.log.by(play.commander, { kind: "event.pinned", body: { event } });
    play.log.by(play.commander, { kind: "comment.posted", body: { on: event, text: "why?" } });
    expect(play.item(event)).toMatchObject({ pinned: true, comments: 1 });
    expect(play.board.feed.map((item) => item.event.kind).slice(-2)).toEqual(["update.posted", "comment.posted"]);
  });

  it("on something that is no longer in the feed change nothing", () => {
    const play = new Play();
    const before = play.board;
    play.log.by(play.commander, { kind: "event.pinned", body: { event: "gone" } });
    expect(play.board).toEqual(before);
  });
});

describe("what was pinned last", () => {
  it("stays when the feed has lost it, until another is pinned or it is redacted", () => {
    const play = new Play();
    const [first, second] = [play.post({ text: "first" }), play.post({ text: "second" })];
    play.log.by(play.commander, { kind: "event.pinned", body: { event: first } });
    for (let turn = 0; turn <= FEED_MAX; turn += 1) play.post({ text: "later" });
    expect(play.item(first)).toBeUndefined();
    expect(play.board.lastPinned).toMatchObject({ id: first, text: "first" });
    play.log.by(play.commander, { kind: "update.redacted", body: { event: second, reason: "another" } });
    expect(play.board.lastPinned).toMatchObject({ id: first });
    play.log.by(play.commander, { kind: "update.redacted", body: { event: first, reason: "wrong" } });
    expect(play.board.lastPinned).toBeNull();
  });
});

describe("the incident", () => {
  it("stands still once closed, and goes on when reopened", () => {
    const play = new Play();
    play.log.by(play.commander, { kind: "incident.closed", body: { resolution: "done" } });
    expect(play.board.incident).toMatchObject({ phase: "closed", closedAt: minute(3), resolution: "done" });
    play.log.by(play.commander, { kind: "incident.reopened", body: { reason: "not done" } });
    expect(play.board.incident).toMatchObject({ phase: "responding", closedAt: null, resolution: null });
  });

  it("counts the people of each organisation, and never below none", () => {
    const play = new Play();
    expect(play.row.people).toBe(1);
    const body = { person: "liaison", name: "Liaison", organisation: "air" };
    play.log.by(play.commander, { kind: "participant.removed", body });
    play.log.by(play.commander, { kind: "participant.removed", body });
    expect(play.row.people).toBe(0);
  });
});
