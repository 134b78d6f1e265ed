import { describe, expect, test } from "vitest";
import type { Event } from "#domain/event";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import type { Post } from "./draft.ts";
import { isUndoable, TAKEN_BACK, undoOf } from "./undo.ts";

const affected = (value: number) => [{ metric: "machines_affected", value }];
const says = (fields: Partial<Post>): Post => ({
  kind: "update.post",
  organisation: "dal",
  marking: "TLP:GREEN",
  ...fields,
});
const boardWith = (...events: readonly Event[]) => boardOf(declared([{ id: "dal" }, { id: "klm" }]), ...events);
const first = post("dal", 1, { status: "degraded", figures: affected(40) });
const before = boardWith(first);

describe("a post cannot be taken back", () => {
  test.each([
    ["that is the first status", boardWith(), { status: "down" }],
    ["that is the first figure", boardWith(post("dal", 1, { status: "down" })), { figures: affected(4) }],
    ["of an organisation that is not here", before, { organisation: "ual", text: "Hello." }],
    [
      "when the status before was relayed and stands no more",
      boardWith(post("dal", 1, { status: "down", relayed: true, source: "phone" })),
      { status: "degraded" },
    ],
    [
      "when fewer people may read what stood before",
      boardWith({ ...post("dal", 1, { status: "down" }), marking: "TLP:AMBER" }),
      { status: "degraded" },
    ],
    [
      "when what stood before was for some only",
      boardWith(post("dal", 1, { status: "down", audience: { sectors: ["health"] } })),
      { status: "degraded" },
    ],
  ] as const)("%s", (_, board, fields) => {
    expect(
      undoOf(says({ ...fields, ...("figures" in fields ? { figures: [...fields.figures] } : {}) }), board, minute(5)),
    ).toBeNull();
  });

  test("when the status before had run out", () => {
    expect(undoOf(says({ status: "down" }), before, minute(600))).toBeNull();
  });
});

describe("a post is taken back", () => {
  test("by what stood before, and only where it said something", () => {
    expect(undoOf(says({ status: "down", figures: affected(4000), text: "All of it." }), before, minute(5))).toEqual({
      wordBefore: before.feed.at(-1)?.event.id,
      correction: says({ status: "degraded", figures: affected(40), text: TAKEN_BACK }),
    });
    const again = undoOf(says({ status: "degraded", text: "All of it." }), before, minute(5));
    expect(again?.correction).toEqual(says({ text: TAKEN_BACK }));
    expect(undoOf(says({ text: "All of it." }), before, minute(5))?.correction).toEqual(says({ text: TAKEN_BACK }));
  });

  test("while nobody else has spoken for the organisation, before or after it", () => {
    const undo = undoOf(says({ status: "down" }), before, minute(5));
    if (undo === null) throw new Error("It can be taken back.");
    const mine = post("dal", 6, { status: "down" });
    const theirs = (at: number) => post("dal", at, { text: "From a colleague." });
    const feedOf = (...events: Event[]) => boardWith(first, ...events).feed;
    expect(isUndoable(undo, feedOf(mine, post("klm", 7, { text: "Elsewhere." })), mine.id)).toBe(true);
    expect(isUndoable(undo, feedOf(theirs(5), mine), mine.id)).toBe(false);
    expect(isUndoable(undo, feedOf(mine, theirs(7)), mine.id)).toBe(false);
  });
});
