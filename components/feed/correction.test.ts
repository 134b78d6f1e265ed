import { describe, expect, test } from "vitest";
import { post } from "../testing-board.ts";
import { correctionOf, replacedBy } from "./correction.ts";

const said = post("dal", 1, {
  status: "down",
  text: "Counters by hand.",
  figures: [{ metric: "machines_affected", value: 1200, unit: "machines" }],
});
const same = { status: "down" as const, text: "Counters by hand.", figures: { machines_affected: "1200" } };

describe("a correction", () => {
  test.each([
    ["changes nothing", same],
    ["has no text left", { ...same, text: " " }],
    ["has a figure that is no number", { ...same, figures: { machines_affected: "about 1200" } }],
  ])("that %s is none", (_, corrected) => {
    expect(correctionOf(said, corrected)).toBeNull();
  });

  test("holds only what differs", () => {
    expect(correctionOf(said, { ...same, figures: { machines_affected: "1,300" } })).toEqual({
      kind: "update.post",
      organisation: "dal",
      corrects: said.id,
      marking: "TLP:GREEN",
      figures: [{ metric: "machines_affected", value: 1300, unit: "machines" }],
    });
  });

  test("of a relayed word keeps how it was heard", () => {
    const relayed = post("dal", 1, { text: "By hand.", source: "phone", confidence: "likely", relayed: true });
    expect(correctionOf(relayed, { status: undefined, text: "By hand, all of it.", figures: {} })).toMatchObject({
      source: "phone",
      confidence: "likely",
      text: "By hand, all of it.",
    });
  });

  test("replaces what it says and nothing else", () => {
    expect([...replacedBy(post("dal", 2, { figures: [{ metric: "machines_affected", value: 1 }] }))]).toEqual([
      "machines_affected",
    ]);
  });
});
