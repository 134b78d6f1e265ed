import { act } from "react";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { RoomViewer } from "#client/incident-session";
import type { Draftable, Pending } from "#client/outbox-entry";
import type { Board } from "#domain/board";
import { AFFECTED, RESTORED } from "#domain/sectors";
import { boardOf, declared, isoMinute, minute, post } from "../testing-board.ts";
import { drawing } from "../testing-render.ts";
import { overtakingWords } from "./overtaken-notice.tsx";
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
const world = vi.hoisted(() => {
  // Files of one worker share their modules: those of this file are made with its own surroundings.
  vi.resetModules();
  return {
    board: null as unknown,
    pending: [] as unknown[],
    sent: [] as unknown[],
    disk: [] as (() => void)[],
  };
});
afterAll(() => {
  vi.resetModules();
});

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

const waits = (state: Pending["state"], id: string, command: object): Pending => ({
  ...{ id, incident: "incident", state, writtenAt: isoMinute(9) },
  command: { id, kind: "update.post", organisation: "dal", ...command },
});

test("the form starts from what waits to be sent, and not from what was refused", async () => {
  world.pending = [
    waits("waiting", "a", { status: "partly_down", figures: [{ metric: AFFECTED.key, value: 4100 }] }),
    waits("sending", "b", { status: "degraded" }),
    waits("refused", "c", { status: "operating", figures: [{ metric: AFFECTED.key, value: 7 }] }),
    waits("waiting", "d", { organisation: "ops", status: "operating" }),
  ];
  const composing = await composingOn(quiet);
  expect(composing.get()).toMatchObject({ isTouched: false, draft: { status: "degraded", affected: "4100" } });
});

const figures = (affected: number, restored: number) => [
  { metric: AFFECTED.key, value: affected },
  { metric: RESTORED.key, value: restored },
];
const begun = [
  declared([{ id: "dal" }, { id: "ops" }]),
  post("dal", 1, { status: "down", figures: figures(4100, 150) }),
] as const;
const later = post("dal", 9, { status: "recovering", figures: figures(4000, 200) }, { person: "colleague" });

test("figures that nobody touched follow the live values while something else is written", async () => {
  const composing = await composingOn(boardOf(...begun));
  await act(async () => composing.get().change({ restored: "180" }));
  expect(composing.get().overtaking).toBeNull();
  await composing.show(boardOf(...begun, later));
  expect(composing.get().draft).toMatchObject({ status: "recovering", affected: "4000", restored: "180" });
  await act(async () => void composing.get().send());
  expect(sent()).toMatchObject([{ figures: [{ metric: RESTORED.key, value: 180 }] }]);
});

test("a newer word is told to whoever was writing, until he keeps his own", async () => {
  const composing = await composingOn(boardOf(...begun));
  await act(async () => composing.get().change({ text: "Half" }));
  await composing.show(boardOf(...begun, later));
  const { overtaking } = composing.get();
  expect(overtaking).toMatchObject({ event: later.id, name: "Person colleague" });
  if (overtaking !== null) {
    expect(overtakingWords(overtaking, minute(9) + 20_000)).toBe("Person colleague posted “Recovering” 20 s ago.");
  }
  await act(async () => composing.get().keepMine());
  expect(composing.get()).toMatchObject({ overtaking: null, draft: { text: "Half" } });
});

test("what this window itself had sent before overtakes nothing", async () => {
  world.pending = [waits("sending", later.command, { status: "recovering" })];
  const composing = await composingOn(boardOf(...begun));
  await act(async () => composing.get().change({ text: "Half" }));
  world.pending = [];
  await composing.show(boardOf(...begun, later));
  expect(composing.get().overtaking).toBeNull();
});

test("what is corrected holds every figure as it was posted", async () => {
  const composing = await composingOn(boardOf(...begun));
  await act(async () => composing.get().change({ affected: "4100", restored: "150" }, true));
  await composing.show(boardOf(...begun, later));
  expect(composing.get().draft).toMatchObject({ affected: "4100", restored: "150" });
});
