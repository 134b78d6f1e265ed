import type { Socket } from "socket.io";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Slice } from "#domain/protocol";
import { COMMANDER, TestLog } from "#domain/testing";
import type { Context } from "#server/context";
import type { Room } from "#server/journal/room";
import { FanOut } from "./fan-out.ts";
import { Member } from "./member.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setImmediate", "clearImmediate", "setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

/** A fan-out whose sockets are boxes: what goes to which room, and who is in it. */
const scene = () => {
  const sent: { room: string; slice: Slice }[] = [];
  const journal = { keep: vi.fn(), letGo: vi.fn() };
  const context = { journal, cursors: { cursor: (_incident: string, place: number) => `${place}` } };
  const fanOut = new FanOut((room, slice) => sent.push({ room, slice }), context as unknown as Context);
  const log = new TestLog();
  const commander = log.roster.people.get(COMMANDER);
  if (commander === undefined) throw new Error("no commander");
  log.by(commander, {
    kind: "participant.joined",
    body: { person: { id: "other", name: "Other" }, organisation: "air", role: "liaison", standing: "vouched" },
  });
  const listen = (person: string) => {
    const viewer = log.roster.people.get(person);
    if (viewer === undefined) throw new Error("not here");
    const resets: string[] = [];
    const socket = {
      join: vi.fn(),
      leave: vi.fn(),
      emit: (_name: string, { reason }: { reason: string }) => resets.push(reason),
    };
    const member = new Member({
      socket: socket as unknown as Socket,
      incident: "incident",
      viewer,
      onLeave: (left) => fanOut.leave("incident", left),
    });
    const hall = fanOut.hall({ incident: "incident", roster: log.roster } as Room);
    hall.add(member);
    member.listen();
    return { member, hall, resets, streams: hall.places(viewer).map(({ stream }) => stream) };
  };
  const publish = (from: number) =>
    fanOut.publish({ incident: "incident", room: {} as Room, entries: log.entries.slice(from) });
  return { fanOut, log, commander, sent, listen, publish };
};

describe("a hall that its last listener leaves", () => {
  it("sends nothing more, also when it was left in the middle of a batch", () => {
    const { fanOut, log, commander, sent, listen, publish } = scene();
    const { resets } = listen("other");
    const from = log.entries.length;
    log.by(commander, { kind: "participant.removed", body: { person: "other", name: "Other", organisation: "air" } });
    log.by(commander, { kind: "incident.severity-set", body: { severity: 1, was: 2, reason: "after" } });
    publish(from);
    expect(resets).toEqual(["removed"]);
    expect(fanOut.known("incident")).toBeNull();
    // Whoever comes now gets a hall of his own, and nothing of the old one.
    const { streams } = listen(COMMANDER);
    vi.runAllTimers();
    expect(sent).toEqual([]);
    log.by(commander, { kind: "incident.severity-set", body: { severity: 2, was: 1, reason: "later" } });
    publish(log.entries.length - 1);
    vi.runAllTimers();
    expect(sent).toHaveLength(1);
    expect(streams).toContain(sent[0]?.slice.stream);
  });
});

describe("lines that come one after the other", () => {
  it("go out at once when it is quiet, and together when they came together", () => {
    const { log, commander, sent, listen, publish } = scene();
    listen(COMMANDER);
    const from = log.entries.length;
    for (const severity of [1, 2, 3])
      log.by(commander, { kind: "incident.severity-set", body: { severity, was: 2, reason: "together" } });
    publish(from);
    expect(sent).toEqual([]);
    vi.runAllTimers();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.slice.events).toHaveLength(3);
    expect(sent[0]?.slice.cursor).toBe(`${log.entries.length}`);
  });

  it("of an incident that nobody has open go nowhere", () => {
    const { fanOut, sent, publish } = scene();
    publish(0);
    vi.runAllTimers();
    expect(sent).toEqual([]);
    expect(fanOut.all()).toEqual([]);
  });
});
