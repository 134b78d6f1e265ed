"use client";

import { useDeviceSetting } from "#client/device-settings";
import { useRoom } from "#components/frame/room";
import { useShortcut } from "#components/frame/shortcuts";
import { useAddress } from "#components/frame/use-address";
import { type BoardShape, shapeFor } from "#domain/totals";

export type BoardView = BoardShape | "table";

const VIEWS: readonly BoardView[] = ["cards", "lanes", "matrix", "table"];
const viewOf = (text: string | null): BoardView | null => VIEWS.find((view) => view === text) ?? null;

export type ViewChoice = {
  view: BoardView;
  /** The shape that G leads to. */
  other: BoardShape;
  choose: (view: BoardView) => void;
};

const useStoredShape = () => useDeviceSetting("shape", useRoom().viewer.person);

/** The shape by the number of organisations, unless the address or an earlier choice of the reader says another. */
export const useShownView = (organisations: number): BoardView => {
  const { params } = useAddress();
  const [stored] = useStoredShape();
  return viewOf(params.get("view")) ?? (stored === "auto" || stored === "table" ? shapeFor(organisations) : stored);
};

/** What is shown, and the keys and buttons that show it another way. */
export const useBoardView = (organisations: number): ViewChoice => {
  const { change } = useAddress();
  const [stored, store] = useStoredShape();
  const view = useShownView(organisations);
  const fitting = shapeFor(organisations);
  const shape = stored === "auto" || stored === "table" ? fitting : stored;
  const second = fitting === "lanes" ? "matrix" : "lanes";
  const lastShape = view === "table" ? shape : view;
  const other = lastShape === fitting ? second : fitting;
  const choose = (next: BoardView): void => {
    if (next !== "table") store(next === fitting ? "auto" : next);
    change({ view: next });
  };
  useShortcut("g", () => choose(view === "table" ? lastShape : other));
  useShortcut("t", () => choose(view === "table" ? lastShape : "table"));
  return { view, other: view === "table" ? lastShape : other, choose };
};
