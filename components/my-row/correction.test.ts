import { describe, expect, it } from "vitest";
import { type Draft, NOBODY_CHOSEN } from "../composer/draft.ts";
import { correctionOf, fieldsOf, type Posted } from "./correction.ts";

const posted: Posted = {
  id: "event",
  at: "2026-01-01T00:00:00.000Z",
  kind: "update.posted",
  by: { person: "me", name: "Liaison", organisation: "own", role: "liaison" },
  command: "command",
  marking: "TLP:AMBER",
  organisation: "own",
  status: "down",
  figures: [{ metric: "machines_affected", value: 12_000 }],
  text: "Crew tracking stands still.",
  asOf: "2026-01-01T00:00:00.000Z",
  asOfPrecision: "minute",
  source: "own",
  confidence: "confirmed",
};
const draft: Draft = {
  status: null,
  affected: "",
  restored: "",
  text: "",
  nextMin: "",
  marking: "TLP:AMBER",
  source: "phone",
  countUsIn: "",
  ...NOBODY_CHOSEN,
  ...fieldsOf(posted),
};

describe("correction", () => {
  it("is none while nothing differs from what was posted", () => {
    expect(correctionOf(draft, posted, "down")).toBeNull();
    expect(correctionOf({ ...draft, text: "", affected: "" }, posted, "down")).toBeNull();
  });

  it("is none while a number is not understood or the text is too long", () => {
    expect(correctionOf({ ...draft, affected: "12,5", text: "Other words." }, posted, "down")).toBeNull();
    expect(correctionOf({ ...draft, text: "x".repeat(2001) }, posted, "down")).toBeNull();
  });

  it("holds only what differs, and names what it corrects", () => {
    expect(correctionOf({ ...draft, affected: "1200" }, posted, "down")).toEqual({
      kind: "update.post",
      organisation: "own",
      corrects: "event",
      marking: "TLP:AMBER",
      figures: [{ metric: "machines_affected", value: 1200, unit: "machines" }],
    });
  });

  it("of words without a status says none, unless another one than the standing is chosen", () => {
    const { status: _status, ...words } = posted;
    expect(correctionOf({ ...draft, text: "Crew tracking works." }, words, "down")).not.toHaveProperty("status");
    expect(correctionOf({ ...draft, status: "degraded" }, words, "down")).toMatchObject({ status: "degraded" });
  });

  it("takes over a status that was wrong", () => {
    expect(correctionOf({ ...draft, status: "recovering" }, posted, "down")).toMatchObject({ status: "recovering" });
  });
});
