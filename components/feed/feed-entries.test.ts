import { describe, expect, test } from "vitest";
import { boardOf, declared, event, post } from "../testing-board.ts";
import { commentsOn, entriesBefore, feedEntries, foldedOrganisations } from "./feed-entries.ts";
import { EVERYTHING, type FeedFilter, feedFilterOf } from "./feed-filter.ts";

const start = declared([{ id: "dal" }, { id: "klm" }, { id: "nhs", sector: "health" }]);
const renew = (organisation: string, at: number) => event("update.renewed", at, { organisation }, { organisation });

const entriesOf = (board: ReturnType<typeof boardOf>, filter: FeedFilter = EVERYTHING) =>
  feedEntries(board.feed, filter, (id) => board.organisations[id]?.sector);

describe("renewals", () => {
  test("of neighbours are one line that names each organisation once", () => {
    const board = boardOf(start, post("dal", 1, { status: "down" }), renew("klm", 2), renew("nhs", 3), renew("klm", 4));
    const [fold, update] = entriesOf(board);
    expect(fold?.kind === "fold" ? foldedOrganisations(fold.items) : null).toEqual(["klm", "nhs"]);
    expect(update?.kind).toBe("item");
  });

  test("keep their name when a newer one joins them, so that a held list finds its place", () => {
    const before = boardOf(start, renew("klm", 2), renew("nhs", 3));
    const top = entriesOf(before)[0]?.id ?? "";
    const after = boardOf(
      ...before.feed.map((item) => item.event),
      renew("dal", 4),
      post("dal", 5, { status: "down" }),
    );
    expect(entriesBefore(entriesOf(after), top)).toBe(1);
  });

  test("alone are told by their own words", () => {
    expect(entriesOf(boardOf(start, renew("klm", 2)))[0]?.kind).toBe("item");
  });
});

describe("filters", () => {
  const board = boardOf(
    start,
    post("dal", 1, { status: "down" }),
    post("dal", 2, { text: "By hand." }),
    post("nhs", 3, { status: "degraded" }),
    post("nhs", 4, { status: "degraded" }),
  );
  const listed = (filter: Partial<FeedFilter>): number => entriesOf(board, { ...EVERYTHING, ...filter }).length;

  test.each([
    [{}, 5],
    [{ organisation: "dal" }, 2],
    [{ sector: "health" }, 2],
    [{ isChangesOnly: true }, 2],
    [{ sector: "aviation", isChangesOnly: true }, 1],
    [{ organisation: "klm" }, 0],
  ])("%j leave %i", (filter, count) => {
    expect(listed(filter)).toBe(count);
  });

  test("“mine” in the address is the reader's own organisation", () => {
    expect(feedFilterOf(new URLSearchParams("organisation=mine&only=changes"), "klm")).toEqual({
      organisation: "klm",
      sector: null,
      isChangesOnly: true,
    });
  });
});

test("a comment stands with its item, one on the room stands by itself", () => {
  const said = post("dal", 1, { text: "By hand." });
  const board = boardOf(
    start,
    said,
    event("comment.posted", 2, { on: said.id, text: "All gates?" }),
    event("comment.posted", 3, { on: "room", text: "Good morning." }),
  );
  expect(entriesOf(board).map((entry) => (entry.kind === "item" ? entry.item.event.kind : "fold"))).toEqual([
    "comment.posted",
    "update.posted",
    "incident.declared",
  ]);
  expect(commentsOn(board.feed, said.id).map((comment) => comment.text)).toEqual(["All gates?"]);
});
