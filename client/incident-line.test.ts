import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Board, emptyBoard } from "#domain/board";
import type { Event } from "#domain/event";
import { BEAT_EVERY_MS, type JoinAnswer, type Slice } from "#domain/protocol";
import { ApiRefusal } from "./api.ts";
import { BoardCache } from "./board-cache.ts";
import type { Polled } from "./feed-poll.ts";
import { IncidentLine } from "./incident-line.ts";
import type { Live, LiveListener } from "./live.ts";
import { makeServerClock } from "./server-clock.ts";

const INCIDENT = "incident-1";
const first: Board = { ...emptyBoard, incident: { ...emptyBoard.incident, id: INCIDENT, title: "Outage" } };
const event = (id: string): Event => ({ id, at: "2026-01-01T00:00:00.000Z", kind: "redacted" });
const boardWith = (...ids: string[]): Board => ({ ...first, feed: ids.map((id) => ({ event: event(id) })) });
const slice = (n: number, id: string): Slice => ({
  incident: INCIDENT,
  stream: "all",
  n,
  cursor: `after ${id}`,
  events: [event(id)],
});
const joined = (
  n: number,
  cursor: string,
  more: { snapshot?: Board; events?: Event[]; buildId?: string } = {},
): JoinAnswer => ({
  ...{ ok: true, pass: "pass", streams: [{ stream: "all", n }], cursor, events: [], more: false },
  ...{ at: new Date().toISOString(), buildId: "build-1", ...more },
});

/** A question of the line that the test answers when it likes. */
type Asked<Q, A> = { question: Q; answer: (answer: A) => Promise<void>; fail: (error: unknown) => Promise<void> };
const settled = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(0);
};
const makeAsker = <Q, A>() => {
  const asked: Asked<Q, A>[] = [];
  const ask = (question: Q) =>
    new Promise<A>((resolve, reject) => {
      const then = (act: () => void) => {
        act();
        return settled();
      };
      asked.push({
        question,
        answer: (answer) => then(() => resolve(answer)),
        fail: (error) => then(() => reject(error)),
      });
    });
  const newest = () => {
    const last = asked.at(-1);
    if (last === undefined) throw new Error("Nothing was asked.");
    return last;
  };
  return { asked, ask, newest };
};

const open = () => {
  const heard: { listener: LiveListener | null } = { listener: null };
  const did: string[] = [];
  const joins = makeAsker<{ cursor?: string; pass?: string }, JoinAnswer>();
  const polls = makeAsker<string | null, Polled>();
  const echoes = makeAsker<null, null>();
  const links: boolean[] = [];
  const live: Live = {
    connect: () => {
      did.push("connect");
      return "opening";
    },
    drop: () => did.push("drop"),
    isUp: () => true,
    listen: (_incident, listener) => {
      heard.listener = listener;
      return () => {
        heard.listener = null;
      };
    },
    join: (_incident, place) => joins.ask(place),
    leave: async () => {},
    command: () => Promise.reject(new Error("not here")),
    presence: () => echoes.ask(null),
  };
  const cache = new BoardCache(first, {
    nextFrame: (work) => work(),
    ...{ onSettled: () => {}, onShown: () => {}, onUnreadable: () => {} },
  });
  const clock = { running: () => performance.now(), wall: () => Date.now() };
  const line = new IncidentLine({
    ...{ incident: INCIDENT, cursor: "start", pass: "pass", buildId: "build-1", live, cache },
    poll: (_incident, cursor) => polls.ask(cursor),
    clock: makeServerClock(clock.running, clock.wall),
    ...{ steadyNow: () => performance.now(), random: () => 0.5, onLink: (isUp) => links.push(isUp) },
  });
  line.start();
  const listener = (): LiveListener => {
    if (heard.listener === null) throw new Error("Nobody listens.");
    return heard.listener;
  };
  const shown = () => cache.board.get().feed.map((item) => item.event.id);
  const state = () => line.view.get().state;
  const goLive = async (n = 0) => {
    listener().onConnected();
    await joins.newest().answer(joined(n, "start"));
  };
  return { line, cache, did, joins, polls, echoes, links, listener, shown, state, goLive };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the line of an incident", () => {
  test("opens the link, joins from the place of the rendered page, and tells its own", async () => {
    const { did, joins, links, goLive, state } = open();
    expect(did).toEqual(["connect"]);
    await goLive();
    expect(joins.asked.map(({ question }) => question)).toEqual([{ cursor: "start", pass: "pass" }]);
    expect(state()).toBe("live");
    expect(links).toEqual([true]);
  });

  test("an answer to a join that was given up is not heard", async () => {
    const { joins, listener, shown } = open();
    listener().onConnected();
    const given = joins.newest();
    listener().onLost();
    listener().onConnected();
    await given.answer(joined(0, "old", { snapshot: boardWith("old") }));
    expect(shown()).toEqual([]);
    await joins.newest().answer(joined(0, "new", { snapshot: boardWith("new") }));
    expect(shown()).toEqual(["new"]);
  });

  test("a slice of a new link waits for its join, although its number would fit the old one", async () => {
    const { joins, listener, shown, goLive } = open();
    await goLive(4);
    listener().onLost();
    listener().onSlice(slice(5, "b"));
    expect(shown()).toEqual([]);
    listener().onConnected();
    listener().onSlice(slice(5, "b"));
    await joins.newest().answer(joined(4, "after a", { events: [event("a")] }));
    expect(shown()).toEqual(["a", "b"]);
  });

  test("what is missing in a stream is asked for, once", async () => {
    const { joins, listener, shown, goLive } = open();
    await goLive();
    listener().onSlice(slice(2, "b"));
    listener().onSlice(slice(3, "c"));
    expect(joins.asked).toHaveLength(2);
    expect(joins.newest().question).toEqual({ cursor: "start", pass: "pass" });
    await joins.newest().answer(joined(3, "after c", { events: [event("a"), event("b"), event("c")] }));
    expect(shown()).toEqual(["a", "b", "c"]);
  });

  test("a beat that names more than has come asks, too", async () => {
    const { joins, listener, goLive } = open();
    await goLive();
    listener().onBeat({ incident: INCIDENT, streams: [{ stream: "all", n: 1 }], at: "" });
    expect(joins.asked).toHaveLength(2);
  });

  test("void rights: asks without a place; what is shown goes within 2 s if nothing replaces it", async () => {
    const { joins, listener, shown, goLive } = open();
    await goLive();
    listener().onSlice(slice(1, "secret"));
    listener().onReset({ incident: INCIDENT, reason: "rights" });
    expect(joins.newest().question).toEqual({});
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown()).toEqual([]);
    await joins.newest().answer(joined(0, "now", { snapshot: boardWith("allowed") }));
    expect(shown()).toEqual(["allowed"]);
  });

  test("removed: nothing stays on the screen, and asking again begins without a place", async () => {
    const { line, joins, listener, shown, state, goLive } = open();
    await goLive();
    listener().onSlice(slice(1, "secret"));
    listener().onReset({ incident: INCIDENT, reason: "removed" });
    await joins.newest().answer({ ok: false, refusal: { code: "not-found", message: "" } });
    expect(state()).toBe("removed");
    expect(shown()).toEqual([]);
    line.dispatch({ type: "retry-now" });
    listener().onConnected();
    expect(joins.newest().question).toEqual({});
  });

  test("two missed beats: not live, dropped, and tried again by itself", async () => {
    const { did, state, goLive, line } = open();
    await goLive();
    await vi.advanceTimersByTimeAsync(BEAT_EVERY_MS + 1_000);
    expect(state()).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(BEAT_EVERY_MS);
    expect(line.view.get()).toMatchObject({ state: "not-live", stale: true });
    expect(did).toEqual(["connect", "drop"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(did).toEqual(["connect", "drop", "connect"]);
  });

  test("a sleep is noticed at the first tick after it: stale at once, and asked", async () => {
    const { line, joins, goLive } = open();
    await goLive();
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 8 * 3_600_000);
    await vi.advanceTimersByTimeAsync(BEAT_EVERY_MS + 1_000);
    expect(line.view.get()).toMatchObject({ state: "not-live", stale: true });
    expect(joins.asked).toHaveLength(2);
    vi.restoreAllMocks();
  });

  test("a slow answer to the echo is measured, not guessed", async () => {
    const { line, echoes, goLive } = open();
    await goLive();
    await vi.advanceTimersByTimeAsync(3_000);
    await echoes.newest().answer(null);
    expect(line.view.get()).toMatchObject({ state: "slow", behindMs: 3_000 });
  });

  test("polling: the board first, then what came after it; the socket then begins without a place", async () => {
    const { line, polls, joins, listener, shown, state } = open();
    for (let each = 0; each < 3; each += 1) {
      listener().onLost();
      line.dispatch({ type: "retry-now" });
    }
    expect(polls.newest().question).toBeNull();
    await polls.newest().answer({ news: { snapshot: boardWith("a"), events: [] }, cursor: "feed 1", more: false });
    expect(state()).toBe("polling");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(polls.newest().question).toBe("feed 1");
    const late = polls.newest();
    listener().onConnected();
    await late.answer({ news: { events: [event("b")] }, cursor: "feed 2", more: false });
    expect(shown()).toEqual(["a"]);
    expect(joins.newest().question).toEqual({});
    await joins.newest().answer(joined(0, "now", { snapshot: boardWith("a", "b") }));
    expect(shown()).toEqual(["a", "b"]);
    expect(state()).toBe("live");
  });

  test("a poll that is refused says why", async () => {
    const { line, polls, listener, state } = open();
    for (let each = 0; each < 3; each += 1) {
      listener().onLost();
      line.dispatch({ type: "retry-now" });
    }
    await polls.newest().fail(new ApiRefusal("unauthenticated", "", { status: 401 }));
    expect(state()).toBe("signed-out");
  });

  test("a server of another build is told", async () => {
    const { line, joins, listener } = open();
    listener().onConnected();
    await joins.newest().answer(joined(0, "start", { buildId: "build-2" }));
    expect(line.view.get()).toMatchObject({ state: "live", newVersion: true });
  });

  test("stopped, it hears and asks nothing any more; started again, it does not pass for fresh", async () => {
    const { line, joins, did, goLive } = open();
    await goLive();
    line.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(did).toEqual(["connect"]);
    expect(joins.asked).toHaveLength(1);
    line.start();
    expect(line.view.get()).toMatchObject({ state: "catching-up", stale: true });
  });
});
