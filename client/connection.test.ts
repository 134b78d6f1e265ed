import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  FAILURES_BEFORE_POLL,
  nextTickAt,
  ONE_BEAT_MISSED_MS,
  openConnection,
  POLL_EVERY_MS,
  RETRY_MAX_MS,
  RETRY_WHILE_POLLING_MS,
  spread,
  step,
  TWO_BEATS_MISSED_MS,
} from "./connection.ts";
import { CONNECTION_STATES, type Connection, type ConnectionState, type LineEvent } from "./connection-state.ts";
import { isSameView, viewOf } from "./connection-view.ts";

type Untimed = LineEvent extends infer E ? (E extends LineEvent ? Omit<E, "at"> : never) : never;

const MIDDLE = 0.5;
const START = 1_000_000;

const following = (c: Connection, at: number, ...events: Untimed[]): Connection =>
  events.reduce((now, event) => step(now, { ...event, at }, MIDDLE).connection, c);

const opened = openConnection(START).connection;
const live = following(opened, START, { type: "connected" }, { type: "joined", more: false, events: 0 });
const reconnecting = following(live, START + 100, { type: "lost" });
const notLive = following(reconnecting, START + TWO_BEATS_MISSED_MS, { type: "tick" });
const pollsOnce = following(
  opened,
  START,
  ...Array.from({ length: FAILURES_BEFORE_POLL }).flatMap((): Untimed[] => [{ type: "lost" }, { type: "retry-now" }]),
);

/** One connection in each state, reached by events alone. */
const reached: Record<ConnectionState, Connection> = {
  live,
  slow: following(live, START + 100, { type: "echo", rttMs: 3_000 }),
  reconnecting,
  "not-live": notLive,
  "catching-up": following(notLive, START + 20_000, { type: "retry-now" }, { type: "connected" }),
  polling: following(pollsOnce, START, { type: "polled", more: false }),
  "signed-out": following(live, START + 100, { type: "closing", reason: "signed-out", retryMs: 0 }),
  removed: following(opened, START, { type: "connected" }, { type: "join-refused", code: "not-found" }),
  "old-app": following(opened, START, { type: "refused", why: "protocol" }),
};

/** Every event in each state, 200 ms after the state was reached: the state that follows ("·" the same one). */
const COLUMNS = [
  "live",
  "slow",
  "reconnecting",
  "not-live",
  "catching-up",
  "polling",
  "signed-out",
  "removed",
  "old-app",
];
const TABLE: [Untimed, string][] = [
  [{ type: "connected" }, "catching-up catching-up catching-up catching-up · · · · ·"],
  [{ type: "lost" }, "reconnecting reconnecting · · not-live · · · ·"],
  [{ type: "refused", why: "session" }, "signed-out signed-out signed-out signed-out signed-out signed-out · · ·"],
  [{ type: "refused", why: "protocol" }, "old-app old-app old-app old-app old-app old-app · · ·"],
  [{ type: "joined", more: false, events: 3 }, "· · · · live · · · ·"],
  [{ type: "joined", more: true, events: 3 }, "· · · · · · · · ·"],
  [{ type: "join-refused", code: "unavailable" }, "reconnecting reconnecting · · not-live · · · ·"],
  [{ type: "join-refused", code: "not-found" }, "removed removed removed removed removed removed · · ·"],
  [{ type: "unanswered" }, "· · · · not-live · · · ·"],
  [{ type: "beat" }, "· · · · · · · · ·"],
  [{ type: "gap" }, "· · · · · · · · ·"],
  [{ type: "echo", rttMs: 2_001 }, "slow · · · · · · · ·"],
  [{ type: "echo", rttMs: 2_000 }, "· live · · · · · · ·"],
  [{ type: "reset" }, "· · · · · · · · ·"],
  [{ type: "closing", reason: "restart", retryMs: 500 }, "reconnecting reconnecting · · not-live · · · ·"],
  [
    { type: "closing", reason: "expired", retryMs: 0 },
    "signed-out signed-out signed-out signed-out signed-out signed-out · · ·",
  ],
  [{ type: "polled", more: false }, "· · · · · · · · ·"],
  [{ type: "poll-failed", code: null }, "· · · · · · · · ·"],
  [{ type: "woke" }, "· · · · · · · · ·"],
  [{ type: "retry-now" }, "· · · · · · · catching-up ·"],
  [{ type: "signed-in" }, "· · · · · · catching-up · ·"],
  [{ type: "unreadable" }, "old-app old-app old-app old-app old-app old-app · · ·"],
  [{ type: "new-version" }, "· · · · · · · · ·"],
  [{ type: "tick" }, "· · · · · · · · ·"],
];

describe("connection: the transition table", () => {
  test("names every state once", () => {
    expect(COLUMNS).toEqual([...CONNECTION_STATES]);
    for (const state of CONNECTION_STATES) expect(reached[state].state).toBe(state);
  });

  test.each(TABLE.map(([event, row]) => [JSON.stringify(event), event, row.split(" ")] as const))(
    "%s",
    (_name, event, row) => {
      const targets = CONNECTION_STATES.map((state) => {
        const before = reached[state];
        const next = following(before, Math.max(before.freshAt, START) + 200, event).state;
        return next === state ? "·" : next;
      });
      expect(Object.fromEntries(targets.map((target, index) => [COLUMNS[index], target]))).toEqual(
        Object.fromEntries(row.map((target, index) => [COLUMNS[index], target])),
      );
    },
  );
});

const effectsOf = (c: Connection, event: Untimed, at: number, random = MIDDLE) =>
  step(c, { ...event, at }, random).effects;

describe("connection: time and what it asks for", () => {
  test("one beat missed is reconnecting, two are not live within 10 s, and the silent link is dropped", () => {
    const late = following(live, START + ONE_BEAT_MISSED_MS, { type: "tick" });
    expect(late.state).toBe("reconnecting");
    const dead = step(late, { type: "tick", at: START + TWO_BEATS_MISSED_MS }, MIDDLE);
    expect(dead.connection.state).toBe("not-live");
    expect(dead.effects).toEqual(["drop"]);
    expect(TWO_BEATS_MISSED_MS).toBeLessThanOrEqual(10_000);
  });

  test("a beat in time keeps the line live; one after a missed beat brings it back", () => {
    const kept = following(live, START + 4_000, { type: "beat" });
    expect(following(kept, START + 8_000, { type: "tick" }).state).toBe("live");
    const late = following(live, START + ONE_BEAT_MISSED_MS, { type: "tick" });
    expect(following(late, START + ONE_BEAT_MISSED_MS + 10, { type: "beat" }).state).toBe("live");
  });

  test("while something is missing a beat proves nothing", () => {
    const gapped = following(live, START + 1_000, { type: "gap" });
    expect(following(gapped, START + 1_100, { type: "beat" })).toEqual(gapped);
    const late = following(gapped, START + ONE_BEAT_MISSED_MS, { type: "tick" });
    expect(following(late, START + ONE_BEAT_MISSED_MS + 10, { type: "beat" }).state).toBe("reconnecting");
  });

  test("no beat makes a page live that was not live: only an answered join does", () => {
    const woken = following(live, START + 60_000, { type: "woke" });
    expect(woken).toMatchObject({ state: "not-live", isStale: true, joining: true });
    expect(following(woken, START + 60_100, { type: "beat" }).state).toBe("not-live");
    const caughtUp = following(woken, START + 60_200, { type: "joined", more: false, events: 9 });
    expect(caughtUp).toMatchObject({ state: "live", isStale: false, caughtUpAt: START + 60_200 });
  });

  test("a page that wakes with fresh beats is left in peace", () => {
    expect(step(live, { type: "woke", at: START + 1_000 }, MIDDLE)).toEqual({ connection: live, effects: [] });
  });

  test("a wish to retry opens a broken line at once", () => {
    expect(effectsOf(reconnecting, { type: "retry-now" }, START + 200)).toEqual(["connect"]);
    expect(effectsOf(live, { type: "retry-now" }, START + 200)).toEqual([]);
  });

  test("replaying several pages stays stale until the last one", () => {
    const first = following(reached["catching-up"], START + 21_000, { type: "joined", more: true, events: 500 });
    expect(first).toMatchObject({ state: "catching-up", isStale: true, replayed: 500, joining: true });
    expect(viewOf(first, (at) => at).progress).toEqual({ done: 500 });
  });

  test("a slow opening turns a fresh page stale after two beats", () => {
    expect(following(opened, START + TWO_BEATS_MISSED_MS, { type: "tick" })).toMatchObject({
      state: "not-live",
      isStale: true,
    });
  });

  test("the third failed try in a row asks over HTTP; a failed poll changes nothing", () => {
    const twice = following(
      opened,
      START,
      { type: "lost" },
      { type: "retry-now" },
      { type: "lost" },
      { type: "retry-now" },
    );
    const third = step(twice, { type: "lost", at: START }, MIDDLE);
    expect(third.effects).toEqual(["poll"]);
    expect(following(third.connection, START + 10, { type: "poll-failed", code: null })).toMatchObject({
      state: "reconnecting",
      pollUnderWay: false,
    });
  });

  test("polling asks every 15 s, tries the websocket beside it, and tells when a poll fails", () => {
    const { polling } = reached;
    expect(polling.pollAt).toBe(START + POLL_EVERY_MS * 0.75);
    const due = step(
      { ...polling, link: "down", retryAt: START + 1e6 },
      { type: "tick", at: START + POLL_EVERY_MS },
      MIDDLE,
    );
    expect(due.effects).toEqual(["poll"]);
    expect(following(due.connection, START + 16_000, { type: "poll-failed", code: null }).state).toBe("not-live");
    const still = following(polling, START + 100, { type: "lost" });
    expect(still).toMatchObject({ state: "polling", retryAt: START + 100 + RETRY_WHILE_POLLING_MS });
  });

  test("once the socket is up a poll under way counts no more", () => {
    const polls = following(reached.polling, START + 20_000, { type: "tick" });
    expect(polls.pollUnderWay).toBe(true);
    const both = following(polls, START + 20_010, { type: "connected" });
    expect(following(both, START + 20_020, { type: "polled", more: false })).toEqual(both);
  });

  test("polling goes on at once when the socket opened and brought no answer", () => {
    const open = following(reached.polling, START + 1_000, { type: "connected" });
    expect(open.pollAt).toBeNull();
    expect(following(open, START + 6_000, { type: "unanswered" })).toMatchObject({
      state: "polling",
      link: "down",
      pollAt: START + 6_000,
    });
  });

  test("a poll that says signed out or removed ends the line", () => {
    const polls = following(reached.polling, START + 20_000, { type: "tick" });
    expect(following(polls, START + 20_010, { type: "poll-failed", code: "unauthenticated" }).state).toBe("signed-out");
    expect(following(polls, START + 20_010, { type: "poll-failed", code: "not-found" }).state).toBe("removed");
  });

  test("void rights drop what is held and join anew, also while a join is under way", () => {
    expect(effectsOf(live, { type: "reset" }, START + 1)).toEqual(["forget", "join"]);
    expect(effectsOf(reached["catching-up"], { type: "reset" }, START + 20_001)).toEqual(["forget", "join"]);
    expect(effectsOf(reached.removed, { type: "reset" }, START + 1)).toEqual(["forget"]);
  });

  test("a server that says when to come back is taken at its word, spread out", () => {
    const told = (random: number) =>
      step(live, { type: "closing", reason: "restart", retryMs: 4_000, at: START }, random);
    expect(told(0).connection.retryAt).toBe(START + 2_000);
    expect(told(0.999).connection.retryAt).toBeGreaterThan(START + 5_900);
  });

  test("a new build is told beside the state and changes nothing else", () => {
    const newer = following(live, START + 1, { type: "new-version" });
    expect(newer).toEqual({ ...live, newVersion: true });
    expect(viewOf(newer, (at) => at)).toMatchObject({ state: "live", newVersion: true });
  });

  test("a view is another one only when a screen would say something else", () => {
    const view = (c: Connection) => viewOf(c, (at) => at);
    expect(isSameView(view(live), view(following(live, START + 4_000, { type: "beat" })))).toBe(true);
    for (const state of CONNECTION_STATES) {
      if (state !== "live") expect(isSameView(view(live), view(reached[state]))).toBe(false);
    }
  });
});

const untimed: fc.Arbitrary<Untimed> = fc.oneof(
  fc.constantFrom<Untimed>(
    { type: "connected" },
    { type: "lost" },
    { type: "unanswered" },
    { type: "beat" },
    { type: "gap" },
    { type: "reset" },
    { type: "woke" },
    { type: "retry-now" },
    { type: "signed-in" },
    { type: "new-version" },
    { type: "tick" },
    { type: "polled", more: false },
    { type: "polled", more: true },
    { type: "poll-failed", code: null },
    { type: "poll-failed", code: "not-found" },
    { type: "join-refused", code: "unavailable" },
    { type: "join-refused", code: "not-found" },
    { type: "refused", why: "session" },
    { type: "closing", reason: "restart", retryMs: 500 },
    { type: "closing", reason: "signed-out", retryMs: 0 },
  ),
  fc.record({ type: fc.constant("joined" as const), more: fc.boolean(), events: fc.nat(50) }),
  fc.record({ type: fc.constant("echo" as const), rttMs: fc.nat(6_000) }),
);
/** Short waits between most events, now and then a long one (sleep). */
const wait = fc.oneof({ weight: 6, arbitrary: fc.nat(3_000) }, { weight: 1, arbitrary: fc.nat(40_000_000) });
const story = fc.array(fc.tuple(untimed, wait, fc.double({ min: 0, max: 0.999, noNaN: true })), { maxLength: 60 });

type Moment = { before: Connection; event: LineEvent; after: Connection; effects: string[] };

/** Plays a story; like the page it ticks whenever a tick is due before the next event. */
const play = (events: [Untimed, number, number][]): Moment[] => {
  const moments: Moment[] = [];
  let c = opened;
  let at = START;
  const feed = (event: LineEvent, random: number) => {
    const next = step(c, event, random);
    moments.push({ before: c, event, after: next.connection, effects: next.effects });
    c = next.connection;
  };
  for (const [event, waitMs, random] of events) {
    const until = at + waitMs;
    for (let due = nextTickAt(c); due !== null && due <= until; due = nextTickAt(c)) {
      at = Math.max(at, due);
      feed({ type: "tick", at }, random);
    }
    at = until;
    feed({ ...event, at }, random);
  }
  return moments;
};

const OVER: readonly ConnectionState[] = ["signed-out", "removed", "old-app"];
const forAllStories = (check: (moments: Moment[]) => void) =>
  fc.assert(
    fc.property(story, (events) => check(play(events))),
    { numRuns: 400 },
  );

describe("connection: invariants over random stories", () => {
  test("never live beyond two missed beats", () => {
    forAllStories((moments) => {
      for (const { after: c, event } of moments) {
        const saysLive = c.state === "live" || c.state === "slow" || c.state === "reconnecting";
        if (saysLive && event.type === "tick") expect(event.at - c.freshAt).toBeLessThan(TWO_BEATS_MISSED_MS);
        if (c.state === "not-live") expect(c.isStale).toBe(true);
        if (c.state === "live" || c.state === "slow") expect(c).toMatchObject({ isStale: false, link: "up" });
      }
    });
  });

  test("stale ends only with an answered join or poll", () => {
    forAllStories((moments) => {
      for (const { before, after: c, event } of moments) {
        if (before.isStale && !c.isStale) expect(["joined", "polled"]).toContain(event.type);
      }
    });
  });

  test("freshness agrees with the plain model: the last join, poll or beat that counted", () => {
    forAllStories((moments) => {
      let fresh = START;
      for (const { before, after: c, event } of moments) {
        const counts =
          (event.type === "joined" && before.joining && !event.more) ||
          (event.type === "polled" && before.pollUnderWay) ||
          (event.type === "beat" &&
            ["live", "slow", "reconnecting"].includes(before.state) &&
            before.link === "up" &&
            !before.joining);
        if (counts && !OVER.includes(before.state)) fresh = event.at;
        expect(c.freshAt).toBe(fresh);
      }
    });
  });

  test("an ended line is left only by signing in, or by asking again after a removal", () => {
    forAllStories((moments) => {
      for (const { before, after: c, event } of moments) {
        if (!OVER.includes(before.state) || c.state === before.state) continue;
        expect([before.state, event.type]).toEqual(
          before.state === "removed" ? ["removed", "retry-now"] : ["signed-out", "signed-in"],
        );
      }
    });
  });

  test("no dead end: something is always under way, planned or listened to", () => {
    forAllStories((moments) => {
      for (const { after: c } of moments) {
        if (OVER.includes(c.state)) expect(nextTickAt(c)).toBeNull();
        else expect(c.link === "opening" || c.joining || nextTickAt(c) !== null).toBe(true);
      }
    });
  });

  test("a due tick is dealt with: the next one is later", () => {
    forAllStories((moments) => {
      for (const { after: c, event } of moments) {
        if (event.type === "tick") expect(nextTickAt(c) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(event.at);
      }
    });
  });

  test("asks only what the line can carry: joins on an open link, no second opening", () => {
    forAllStories((moments) => {
      for (const { before, after: c, effects } of moments) {
        if (effects.includes("join")) expect(c).toMatchObject({ link: "up", joining: true });
        if (effects.includes("connect")) expect([before.link, c.link]).toEqual(["down", "opening"]);
        if (effects.includes("poll")) expect(c.pollUnderWay).toBe(true);
        if (c.joining) expect(c.pollUnderWay).toBe(false);
      }
    });
  });

  test("every gap on an open link leads to a join", () => {
    forAllStories((moments) => {
      for (const { before, after: c, event } of moments) {
        if (event.type === "gap" && before.link === "up") expect(c.joining).toBe(true);
      }
    });
  });

  test("every reset drops what is held, in every state", () => {
    forAllStories((moments) => {
      for (const { event, effects } of moments) if (event.type === "reset") expect(effects).toContain("forget");
    });
  });

  test("from wherever it is, a healthy line is live again", () => {
    forAllStories((moments) => {
      const last = moments.at(-1);
      if (last === undefined || OVER.includes(last.after.state)) return;
      const at = last.event.at + RETRY_MAX_MS;
      const up = following(last.after, at, { type: "retry-now" }, { type: "connected" }, { type: "gap" });
      expect(["live", "slow"]).toContain(following(up, at, { type: "joined", more: false, events: 0 }).state);
    });
  });

  test("retries are spread over 50 to 150 % of their base and never beyond the bound", () => {
    forAllStories((moments) => {
      for (const { before, after: c, event } of moments) {
        if (c.retryAt === null || c.retryAt === before.retryAt || event.type === "closing") continue;
        const bound = c.state === "polling" ? RETRY_WHILE_POLLING_MS : RETRY_MAX_MS;
        expect(c.retryAt - event.at).toBeGreaterThanOrEqual(500);
        expect(c.retryAt - event.at).toBeLessThanOrEqual(bound * 1.5);
      }
    });
    expect([spread(1_000, 0), spread(1_000, 0.5), spread(1_000, 0.999)]).toEqual([500, 1_000, 1_499]);
  });
});
