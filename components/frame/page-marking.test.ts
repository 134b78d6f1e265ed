import { expect, test } from "vitest";
import { boardOf, declared, post } from "../testing-board.ts";
import { pageMarking } from "./page-marking.ts";

test("a fresh real incident is never labelled laxer than TLP:GREEN", () => {
  const board = boardOf(declared([{ id: "dal" }]));
  expect(pageMarking(board)).toBe("TLP:GREEN");
  expect(pageMarking({ ...board, feed: [] })).toBe("TLP:GREEN");
});

test("the label is the strictest of what is shown, news of the incident included", () => {
  const fresh = declared([{ id: "dal" }]);
  const said = { ...post("dal", 1, { status: "down" }), marking: "TLP:AMBER" as const };
  const news = { ...fresh, marking: "TLP:AMBER+STRICT" as const };
  expect(pageMarking(boardOf(fresh, said))).toBe("TLP:AMBER");
  expect(pageMarking(boardOf(news))).toBe("TLP:AMBER+STRICT");
});

test("what was pinned counts also when the feed has lost it", () => {
  const board = boardOf(declared([{ id: "dal" }]));
  const lastPinned = { ...post("dal", 1, { text: "words" }), marking: "TLP:RED" as const };
  expect(pageMarking({ ...board, lastPinned })).toBe("TLP:RED");
});
