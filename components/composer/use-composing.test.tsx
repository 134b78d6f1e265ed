import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import type { RoomViewer } from "#client/incident-session";
import type { Draftable } from "#client/outbox-entry";
import type { Board } from "#domain/board";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { drawing } from "../testing-render.ts";
import { type Composing, useComposing } from "./use-composing.tsx";

const viewer: RoomViewer = {
  person: "me",
  name: "Liaison",
  organisation: "dal",
  sector: "aviation",
  role: "liaison",
  standing: "vouched",
};

/** What stands around the hook: the board, what is pending, and a disk that takes its time. */
const world = vi.hoisted(() => ({
  board: null as unknown,
  pending: [] as unknown[],
  sent: [] as unknown[],
  disk: [] as (() => void)[],
}));

vi.mock("#client/use-incident", () => ({
  useBoard: (_: string, select: (board: unknown) => unknown) => select(world.board),
  usePending: () => ({ pending: world.pending }),
  useIncidentSession: () => ({ board: { get: () => world.board } }),
  useSend: () => (command: unknown) => {
    world.sent.push(command);
    return new Promise((resolve) => world.disk.push(() => resolve({ id: `id-${world.sent.length}`, kept: "disk" })));
  },
}));
vi.mock("#client/drafts", () => ({
  loadDraft: async () => null,
  keepDraft: async () => true,
  dropDraft: async () => {},
}));
vi.mock("#components/frame/room", () => ({ useRoom: () => ({ incidentId: "incident", viewer }) }));
vi.mock("#components/frame/use-incident-now", () => ({ useIncidentNow: () => minute(10) }));

const quiet = boardOf(declared([{ id: "dal" }, { id: "ops" }]), post("dal", 1, { status: "down" }));

const composingOn = async (board: Board) => {
  let now: Composing | null = null;
  const Probe = () => {
    const row = board.organisations["dal"];
    if (row === undefined) throw new Error("There is no such row.");
    now = useComposing(row);
    return null;
  };
  const draw = drawing();
  const show = async (shown: Board): Promise<void> => {
    board = shown;
    world.board = shown;
    await draw(<Probe key="probe" />);
    await draw(<Probe key="probe" />);
  };
  await show(board);
  return {
    show,
    get: (): Composing => {
      if (now === null) throw new Error("Nothing was drawn.");
      return now;
    },
  };
};

const finishDisk = (): Promise<void> =>
  act(async () => {
    for (const resolve of world.disk.splice(0)) resolve();
  });

const sent = (): Draftable[] => world.sent as Draftable[];

beforeEach(() => {
  world.sent = [];
  world.disk = [];
  world.pending = [];
});

test("two presses on Send are one post, while it is being kept and after the fields were cleared", async () => {
  const composing = await composingOn(quiet);
  await act(async () => composing.get().change({ text: "All gates by hand" }));
  const { send } = composing.get();
  await act(async () => {
    void send();
    void send();
  });
  await finishDisk();
  await act(async () => void send());
  await act(async () => void composing.get().send());
  expect(sent()).toHaveLength(1);
  expect(composing.get().draft.text).toBe("");
});

test("two presses on No change are one renewal", async () => {
  const composing = await composingOn(quiet);
  await act(async () => {
    void composing.get().renew();
    void composing.get().renew();
  });
  await finishDisk();
  await act(async () => void composing.get().renew());
  expect(sent()).toEqual([{ kind: "update.renew", organisation: "dal" }]);
});

const relay = post(
  "dal",
  2,
  { status: "recovering", relayed: true, source: "phone", text: "Half the desks are back" },
  { organisation: "ops", person: "desk", role: "scribe" },
);

test("a word that others relayed stands in the form, and can be kept as the own one", async () => {
  const composing = await composingOn(boardOf(declared([{ id: "dal" }, { id: "ops" }])));
  expect(composing.get()).toMatchObject({ canRenew: false, relayed: null, draft: { status: null } });
  await composing.show(boardOf(declared([{ id: "dal" }, { id: "ops" }]), relay));
  expect(composing.get()).toMatchObject({
    canRenew: true,
    isTouched: false,
    relayed: { event: relay.id },
    draft: { status: "recovering" },
  });
});
