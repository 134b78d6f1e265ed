import { describe, expect, test } from "vitest";
import { applyAll } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { EventEnvelope, EventOf } from "#domain/event";
import { BoardCache } from "./board-cache.ts";

const first: Board = {
  ...emptyBoard,
  incident: { ...emptyBoard.incident, id: "incident-1", title: "Outage", mode: "drill" },
};

const envelope = (id: number, person = "me"): EventEnvelope => ({
  id: `event-${id}`,
  at: `2026-01-01T00:00:${String(id).padStart(2, "0")}.000Z`,
  by: { person, name: "Liaison", organisation: "org-1", role: "liaison" },
  command: `command-${id}`,
  marking: "TLP:GREEN",
});
const comment = (id: number, person?: string): EventOf<"comment.posted"> => ({
  ...envelope(id, person),
  kind: "comment.posted",
  on: "room",
  text: `comment ${id}`,
});
const readMark = (id: number): EventOf<"read.marked"> => ({ ...envelope(id), kind: "read.marked", upTo: "x" });

const open = () => {
  const frames: (() => void)[] = [];
  const heard = { settled: [] as string[], shown: [] as (string | null)[], unreadable: 0, writes: 0 };
  const cache = new BoardCache(first, {
    nextFrame: (work) => frames.push(work),
    onSettled: (commands) => heard.settled.push(...commands.map(({ command, person }) => `${command} of ${person}`)),
    onShown: (commands) => heard.shown.push(...(commands ?? [null])),
    onUnreadable: () => {
      heard.unreadable += 1;
    },
  });
  cache.board.subscribe(() => {
    heard.writes += 1;
  });
  const frame = () => {
    for (const work of frames.splice(0)) work();
  };
  const shownIds = () => cache.board.get().feed.map((item) => item.event.id);
  return { cache, frames, heard, frame, shownIds };
};

describe("board cache", () => {
  test("what arrives within a frame is one write, equal to the fold", () => {
    const { cache, heard, frame } = open();
    const events = [comment(1), comment(2), comment(3)];
    for (const event of events) cache.receive({ events: [event] });
    expect(cache.board.get()).toBe(first);
    frame();
    expect(heard.writes).toBe(1);
    expect(cache.board.get()).toEqual(applyAll(first, events));
  });

  test("what comes by two ways is applied once", () => {
    const { cache, frame, shownIds } = open();
    cache.receive({ events: [comment(1), comment(2)] });
    cache.receive({ events: [comment(2), comment(3)] });
    frame();
    cache.receive({ events: [comment(1)] });
    frame();
    expect(shownIds()).toEqual(["event-1", "event-2", "event-3"]);
  });

  test("what a snapshot holds is not applied again", () => {
    const { cache, frame, shownIds } = open();
    cache.receive({ snapshot: applyAll(first, [comment(1), comment(2)]), events: [comment(2), comment(3)] });
    frame();
    expect(shownIds()).toEqual(["event-1", "event-2", "event-3"]);
  });

  test("a pending twin is settled on arrival and dropped with the write that shows its event", () => {
    const { cache, heard, frame } = open();
    cache.receive({ events: [comment(1), readMark(2)] });
    expect(heard).toMatchObject({ settled: ["command-1 of me", "command-2 of me"], shown: [] });
    frame();
    expect(heard.shown).toEqual(["command-1", "command-2"]);
  });

  test("paused: the shown board stays, what comes is counted, and resuming shows it all", () => {
    const { cache, heard, frame, shownIds } = open();
    cache.receive({ events: [comment(1)] });
    cache.pause();
    expect(shownIds()).toEqual(["event-1"]);
    cache.receive({ events: [comment(2), readMark(3), comment(4)] });
    frame();
    expect(shownIds()).toEqual(["event-1"]);
    expect(cache.hold.get()).toEqual({ paused: true, held: 2 });
    expect(heard.shown).toEqual(["command-1"]);
    cache.resume();
    expect(shownIds()).toEqual(["event-1", "event-2", "event-4"]);
    expect(cache.hold.get()).toEqual({ paused: false, held: 0 });
    expect(heard.shown).toEqual(["command-1", "command-2", "command-3", "command-4"]);
  });

  test("a fresh read after a reset passes the pause: what was void is not shown any longer", () => {
    const { cache, frame, shownIds } = open();
    cache.receive({ events: [comment(1)] });
    cache.pause();
    cache.forget();
    cache.receive({ snapshot: applyAll(first, [comment(2)]), events: [] });
    frame();
    expect(shownIds()).toEqual(["event-2"]);
    expect(cache.hold.get().paused).toBe(true);
  });

  test("a fresh read for any other reason waits behind the pause", () => {
    const { cache, heard, frame, shownIds } = open();
    cache.pause();
    cache.receive({ snapshot: applyAll(first, [comment(2)]), events: [] });
    frame();
    expect(shownIds()).toEqual([]);
    cache.resume();
    expect(shownIds()).toEqual(["event-2"]);
    expect(heard.shown).toEqual([null]);
  });

  test("what is void and not replaced goes off the screen; which incident it is stays", () => {
    const { cache, frame } = open();
    cache.receive({ events: [comment(1)] });
    cache.forget();
    frame();
    expect(cache.board.get()).toBe(first);
    cache.wipe();
    expect(cache.board.get()).toEqual({ ...emptyBoard, incident: { ...emptyBoard.incident, ...first.incident } });
  });

  test("nothing is wiped that is not void", () => {
    const { cache, frame, shownIds } = open();
    cache.receive({ events: [comment(1)] });
    frame();
    cache.wipe();
    expect(shownIds()).toEqual(["event-1"]);
  });

  test("an event of a kind this page does not know is told, what came before it stands", () => {
    const { cache, heard, frame, shownIds } = open();
    const unknown = JSON.parse(JSON.stringify({ ...comment(2), kind: "tide.turned" }));
    cache.receive({ events: [comment(1), unknown] });
    frame();
    expect(heard.unreadable).toBe(1);
    expect(shownIds()).toEqual(["event-1"]);
  });
});
