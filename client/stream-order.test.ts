import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Board, emptyBoard } from "#domain/board";
import type { Event } from "#domain/event";
import type { Joined, Slice, StreamPlace } from "#domain/protocol";
import {
  askJoin,
  placeOf,
  type StreamOrder,
  startOrder,
  type Taken,
  takeBeat,
  takeJoined,
  takeSlice,
  withoutPlace,
  withoutStreams,
} from "./stream-order.ts";

const INCIDENT = "00000000-0000-7000-8000-000000000001";
const event = (id: number): Event => ({ id: `e${id}`, at: "2026-01-01T00:00:00.000Z", kind: "redacted" });
/** The ids of a test's board, carried by its feed. */
const boardOf = (events: readonly Event[]): Board => ({ ...emptyBoard, feed: events.map((each) => ({ event: each })) });
const slice = (stream: string, n: number, ...ids: number[]): Slice => ({
  incident: INCIDENT,
  stream,
  n,
  cursor: `c${ids.at(-1)}`,
  events: ids.map(event),
});
const answer = (more: Partial<Joined> = {}): Joined => ({
  ok: true,
  buildId: "build",
  pass: "p",
  streams: [
    { stream: "a", n: 4 },
    { stream: "b", n: 0 },
  ],
  cursor: "c10",
  events: [],
  more: false,
  at: "2026-01-01T00:00:00.000Z",
  ...more,
});
const ids = (taken: Taken) => taken.events.map((each) => each.id);
const joined = takeJoined(askJoin(startOrder()), answer({ snapshot: emptyBoard })).order;

describe("stream order", () => {
  test("the next of a stream is applied, an old one dropped, any other missing", () => {
    expect(takeSlice(joined, slice("a", 5, 11))).toMatchObject({ events: [event(11)], missing: false });
    expect(takeSlice(joined, slice("a", 4, 10))).toEqual({ order: joined, events: [], missing: false });
    expect(takeSlice(joined, slice("a", 6, 12))).toEqual({ order: joined, events: [], missing: true });
  });

  test("a stream that no join has named is missing", () => {
    expect(takeSlice(joined, slice("c", 1, 11)).missing).toBe(true);
    expect(takeSlice(startOrder(), slice("a", 1, 11)).missing).toBe(true);
  });

  test("a beat beyond the last slice, or of an unknown stream, is missing; one at it is not", () => {
    const beat = (...streams: StreamPlace[]) => takeBeat(joined, { incident: INCIDENT, streams, at: "" }).missing;
    expect(beat({ stream: "a", n: 4 }, { stream: "b", n: 0 })).toBe(false);
    expect(beat({ stream: "a", n: 5 })).toBe(true);
    expect(beat({ stream: "c", n: 0 })).toBe(true);
  });

  test("while a join is under way slices wait, and follow its answer once", () => {
    const asked = askJoin(takeSlice(joined, slice("a", 5, 11)).order);
    const waiting = takeSlice(takeSlice(asked, slice("a", 6, 12)).order, slice("a", 7, 13)).order;
    const taken = takeJoined(waiting, answer({ streams: [{ stream: "a", n: 6 }], events: [event(11), event(12)] }));
    expect(ids(taken)).toEqual(["e12", "e13"]);
    expect(taken.missing).toBe(false);
  });

  test("what waited and does not continue the answer is asked for again", () => {
    const waiting = takeSlice(askJoin(joined), slice("a", 9, 19)).order;
    expect(takeJoined(waiting, answer({ events: [event(11)] }))).toMatchObject({ events: [event(11)], missing: true });
  });

  test("a join asks from the last place known to be complete, with its pass", () => {
    const further = takeSlice(joined, slice("a", 5, 11)).order;
    expect(placeOf(further)).toEqual({ cursor: "c10", pass: "p" });
    const beat = { incident: INCIDENT, streams: [{ stream: "a", n: 5 }], at: "" };
    expect(placeOf(takeBeat(further, beat).order)).toEqual({ cursor: "c11", pass: "p" });
  });

  test("a slice lost between those of other streams is found, and the board read afresh", () => {
    const b = takeSlice(joined, slice("b", 1, 12)).order;
    const gap = takeSlice(b, slice("a", 6, 13));
    expect(gap.missing).toBe(true);
    const taken = takeJoined(askJoin(gap.order), answer({ events: [event(11), event(12), event(13)] }));
    expect(taken).toMatchObject({ events: [], missing: true });
    expect(placeOf(taken.order)).toEqual({});
  });

  test("without pass, after a reset, or after a place that is void there is nothing to send", () => {
    expect(placeOf(startOrder("c1"))).toEqual({});
    expect(placeOf(startOrder("c1", "p"))).toEqual({ cursor: "c1", pass: "p" });
    expect(placeOf(withoutPlace(joined))).toEqual({});
  });

  test("a lost link forgets the streams and keeps the place", () => {
    const lost = withoutStreams(takeSlice(joined, slice("a", 5, 11)).order);
    expect(lost).toMatchObject({ streams: null, joining: false, parked: [] });
    expect(placeOf(lost)).toEqual({ cursor: "c10", pass: "p" });
    expect(takeSlice(lost, slice("a", 6, 12)).missing).toBe(true);
  });

  test("a further page continues before anything that waits", () => {
    const waiting = takeSlice(askJoin(joined), slice("a", 7, 13)).order;
    const first = takeJoined(waiting, answer({ events: [event(11)], cursor: "c11", more: true }));
    expect(first.order.joining).toBe(true);
    const second = takeJoined(first.order, answer({ events: [event(12)], streams: [{ stream: "a", n: 6 }] }));
    expect([...ids(first), ...ids(second)]).toEqual(["e11", "e12", "e13"]);
  });
});

/** A server with a log whose lines go to one of three streams, and a page behind a bad line. */
class Scene {
  private readonly log: { event: Event; stream: string }[] = [];
  private readonly n: Record<string, number> = { a: 0, b: 0, c: 0 };
  order: StreamOrder = startOrder();
  readonly applied: string[] = [];
  joins = 0;
  private answers: Joined[] = [];

  constructor() {
    this.ask();
  }

  append(stream: string, count: number): Slice {
    const first = this.log.length + 1;
    const events = Array.from({ length: count }, (_, index) => event(first + index));
    this.log.push(...events.map((each) => ({ event: each, stream })));
    const n = (this.n[stream] ?? 0) + 1;
    this.n[stream] = n;
    return { incident: INCIDENT, stream, n, cursor: `c${this.log.length}`, events };
  }

  beat() {
    return { incident: INCIDENT, streams: this.places(), at: "" };
  }

  private places(): StreamPlace[] {
    return Object.entries(this.n).map(([stream, n]) => ({ stream, n }));
  }

  /** The server answers at once; the answer travels like everything else. */
  private ask(): void {
    const { cursor } = placeOf(this.order);
    this.order = askJoin(this.order);
    this.joins += 1;
    const all = this.log.map((line) => line.event);
    const from = cursor === undefined ? null : Number(cursor.slice(1));
    const board = from === null ? { snapshot: boardOf(all) } : {};
    const events = from === null ? [] : all.slice(from);
    this.answers = [answer({ ...board, events, streams: this.places(), cursor: `c${all.length}` })];
  }

  take(taken: Taken): void {
    this.order = taken.order;
    if (taken.snapshot !== undefined) this.applied.length = 0;
    for (const item of taken.snapshot?.feed ?? []) this.applied.push(item.event.id);
    for (const each of taken.events) this.applied.push(each.id);
    if (taken.missing && !this.order.joining) this.ask();
  }

  answerArrives(): void {
    const arrived = this.answers.shift();
    if (arrived !== undefined) this.take(takeJoined(this.order, arrived));
  }

  breakLine(): void {
    this.order = withoutStreams(this.order);
    this.ask();
  }

  get everything(): string[] {
    return this.log.map((line) => line.event.id);
  }
}

const fate = fc.constantFrom("arrives", "arrives", "arrives", "lost", "doubled", "late");
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("append" as const),
      stream: fc.constantFrom("a", "b", "c"),
      count: fc.integer({ min: 1, max: 3 }),
      fate,
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("answer" as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("beat" as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("break" as const) }) },
);

const play = (
  happenings: (typeof happening extends fc.Arbitrary<infer H> ? H : never)[],
  check: (scene: Scene) => void,
) => {
  const scene = new Scene();
  let late: Slice[] = [];
  const deliver = (arrived: Slice) => scene.take(takeSlice(scene.order, arrived));
  for (const each of happenings) {
    if (each.does === "answer") scene.answerArrives();
    if (each.does === "beat") scene.take(takeBeat(scene.order, scene.beat()));
    if (each.does === "break") {
      late = [];
      scene.breakLine();
    }
    if (each.does === "append") {
      const sent = scene.append(each.stream, each.count);
      if (each.fate === "late") late.push(sent);
      if (each.fate === "arrives" || each.fate === "doubled") {
        deliver(sent);
        if (each.fate === "doubled") deliver(sent);
        // One stream's slice overtaken by its successor: the same as lost, then old.
        const overtaken = late.filter(({ stream }) => stream === sent.stream);
        late = late.filter(({ stream }) => stream !== sent.stream);
        overtaken.forEach(deliver);
      }
    }
    check(scene);
  }
  return scene;
};

describe("stream order over a bad line (lost, doubled and overtaken slices)", () => {
  const stories = fc.array(happening, { maxLength: 80 });

  test("nothing is applied twice", () => {
    fc.assert(
      fc.property(stories, (happenings) => {
        play(happenings, ({ applied }) => expect(new Set(applied).size).toBe(applied.length));
      }),
      { numRuns: 500 },
    );
  });

  test("a gap always leads to a join", () => {
    fc.assert(
      fc.property(stories, (happenings) => {
        const scene = play(happenings, () => {});
        scene.answerArrives();
        const before = scene.joins;
        const isBehind = scene.applied.length < scene.everything.length;
        scene.take(takeBeat(scene.order, scene.beat()));
        expect(scene.joins > before || scene.order.joining).toBe(isBehind || scene.order.joining);
      }),
      { numRuns: 500 },
    );
  });

  test("after the line is good again the page holds the whole log in its order", () => {
    fc.assert(
      fc.property(stories, (happenings) => {
        const scene = play(happenings, () => {});
        for (let round = 0; round < 4; round += 1) {
          scene.answerArrives();
          scene.take(takeBeat(scene.order, scene.beat()));
        }
        expect(scene.applied).toEqual(scene.everything);
      }),
      { numRuns: 500 },
    );
  });
});
