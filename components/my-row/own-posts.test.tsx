import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Pending } from "#client/outbox-entry";
import { boardOf, declared, event, isoMinute, post } from "../testing-board.ts";
import { drawing } from "../testing-render.ts";
import { OwnPosts } from "./own-posts.tsx";

type Card = { state: string; when: string; delay?: string };
const world = vi.hoisted(() => {
  // Files of one worker share their modules: those of this file are made with its own surroundings.
  vi.resetModules();
  return { board: null as unknown, pending: [] as unknown[], cards: [] as unknown[] };
});
afterAll(() => {
  vi.resetModules();
});

vi.mock("#client/use-incident", () => ({
  useBoard: (_: string, select: (board: unknown) => unknown) => select(world.board),
  usePending: () => ({ pending: world.pending, retry: () => {}, discard: () => {} }),
  useConnection: () => ({ stale: false, retryNow: () => {} }),
  useIncidentSession: () => ({ opening: { at: isoMinute(0) } }),
}));
vi.mock("#components/frame/room", () => ({
  useRoom: () => ({ incidentId: "incident", viewer: { person: "me" } }),
}));
vi.mock("./post-card.tsx", () => ({
  PostCard: (card: Card) => {
    world.cards.push(card);
    return null;
  },
}));

/** A drill whose clock stood at 09:00 ten minutes after it was declared. */
const paced = event("drill.paced", 10, {
  clock: { at: "2024-07-19T09:00:00.000Z", since: isoMinute(10), speed: 1, paused: false },
});

beforeEach(() => {
  world.cards = [];
  world.pending = [];
});

test("in a drill a saved word stands at the drill's time, also when it was written and sent", async () => {
  world.board = boardOf(declared([{ id: "dal" }]), paced, post("dal", 14, { text: "Words", writtenAt: isoMinute(12) }));
  await drawing()(<OwnPosts organisation="dal" onCorrect={() => {}} />);
  expect(world.cards).toMatchObject([{ state: "saved", when: "09:04:00Z", delay: "written 09:02Z, sent 09:04Z" }]);
});

test("in a drill a word that waits was written at the drill's time", async () => {
  world.board = boardOf(declared([{ id: "dal" }]), paced);
  const waiting: Pending = {
    ...{ id: "a", incident: "incident", state: "waiting", writtenAt: isoMinute(11) },
    command: { id: "a", kind: "update.renew", organisation: "dal" },
  };
  world.pending = [waiting];
  await drawing()(<OwnPosts organisation="dal" onCorrect={() => {}} />);
  expect(world.cards).toMatchObject([{ state: "waiting", when: "09:01:00Z" }]);
});
