import { describe, expect, it } from "vitest";
import { choiceIn, filterOf, queryOf } from "./audit-filter.tsx";

describe("the filter in the address", () => {
  it("takes nothing that makes no sense", () => {
    const wrong = { actor: "x", action: "<b>", organisation: ["a"], from: "2026-13-45", to: "yesterday" };
    expect(Object.values(choiceIn(wrong)).filter(Boolean)).toEqual([]);
  });

  it("means whole days of UTC, the last one with them", () => {
    expect(filterOf(choiceIn({ from: "2026-02-28", to: "2026-02-28" }))).toMatchObject({
      from: "2026-02-28T00:00:00.000Z",
      until: "2026-03-01T00:00:00.000Z",
    });
  });

  it("says in a link only what was chosen", () => {
    expect(queryOf({ action: "update", actor: undefined, from: "" })).toBe("?action=update");
    expect(queryOf({})).toBe("");
  });
});
