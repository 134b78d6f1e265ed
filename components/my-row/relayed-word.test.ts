import { expect, test } from "vitest";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { relayedWords } from "./relayed-word.tsx";

test("a relayed word says who passed it on, how it was heard and when", () => {
  const board = boardOf(
    declared([{ id: "dal" }]),
    post("dal", 12, { status: "down", relayed: true, source: "phone" }, { organisation: "ops", person: "desk" }),
  );
  const relayed = board.organisations["dal"]?.relayed;
  if (!relayed) throw new Error("Nothing was relayed.");
  expect(relayedWords(relayed, "OPS", minute(20))).toBe("relayed by Person desk (OPS), by phone, 08:12Z");
  expect(relayedWords(relayed, undefined, minute(20))).toBe("relayed by Person desk, by phone, 08:12Z");
});
