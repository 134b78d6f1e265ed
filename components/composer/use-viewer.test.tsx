import { afterAll, expect, test, vi } from "vitest";
import type { RoomViewer } from "#client/incident-session";
import type { Event } from "#domain/event";
import { boardOf, declared, event, post } from "../testing-board.ts";
import { drawing } from "../testing-render.ts";
import { useViewer } from "./use-viewer.tsx";

const world = vi.hoisted(() => {
  // Files of one worker share their modules: those of this file are made with its own surroundings.
  vi.resetModules();
  return { board: null as unknown };
});
afterAll(() => {
  vi.resetModules();
});
vi.mock("#client/use-incident", () => ({
  useBoard: (_: string, select: (board: unknown) => unknown) => select(world.board),
}));
vi.mock("#components/frame/room", () => {
  const viewer = { person: "me", standing: "provisional" };
  return { useRoom: () => ({ incidentId: "incident", viewer }) };
});

test("whoever is vouched for is so at once, and stays so when the feed has moved on", async () => {
  let seen: RoomViewer["standing"] | null = null;
  const Probe = () => {
    seen = useViewer().standing;
    return null;
  };
  const draw = drawing();
  const standingOn = async (...events: Event[]): Promise<typeof seen> => {
    world.board = boardOf(declared([{ id: "dal" }]), ...events);
    await draw(<Probe />);
    await draw(<Probe />);
    return seen;
  };
  const vouched = (person: string) =>
    event("participant.vouched", 2, { person, name: `Person ${person}`, organisation: "dal" });
  expect(await standingOn(post("dal", 1, { text: "Words" }))).toBe("provisional");
  expect(await standingOn(vouched("another"))).toBe("provisional");
  expect(await standingOn(vouched("me"))).toBe("vouched");
  expect(await standingOn(post("dal", 3, { text: "Words" }))).toBe("vouched");
});
