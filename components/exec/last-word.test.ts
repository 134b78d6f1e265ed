import { expect, test } from "vitest";
import { boardOf, declared, event, isoMinute, post } from "../testing-board.ts";
import { lastPinned } from "./last-word.tsx";

const told = post("dal", 1, { text: "Old words" }, { id: "old" });
const rendered = { event: told, pinned: true as const };
const later = declared([{ id: "dal" }]);

test("a pin that the board's feed has lost is still shown", () => {
  expect(lastPinned(boardOf(later), rendered)).toBe(rendered);
});

test("a pin on the board comes before the rendered one", () => {
  const board = boardOf(later, post("dal", 2, {}, { id: "new" }), event("event.pinned", 3, { event: "new" }));
  expect(lastPinned(board, rendered)?.event.id).toBe("new");
});

test("a rendered pin that was redacted since is not shown", () => {
  const redacted = event("update.redacted", 4, { event: "old", reason: "a name" });
  expect(lastPinned(boardOf(later, redacted), rendered)).toBeNull();
  expect(
    lastPinned({ ...boardOf(later), feed: [{ event: { id: "old", at: isoMinute(1), kind: "redacted" } }] }, rendered),
  ).toBeNull();
});
