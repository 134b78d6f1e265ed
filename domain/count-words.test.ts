import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COUNT_MAX, countWords, readCount } from "./count-words.ts";
import { LIMITS } from "./fields.ts";

describe("numbers as people type them", () => {
  it("takes no words, fractions, signs or absurd sizes", () => {
    for (const typed of ["many", "-3", "1.5", "12,34", "1e9", "3 4000", "9".repeat(17)]) {
      expect(readCount(typed)).toBeUndefined();
    }
  });

  it("has the limit of every figure", () => {
    expect(COUNT_MAX).toBe(LIMITS.figureMax);
  });

  it("reads an empty field as nothing said, not as zero", () => {
    expect(readCount("  ")).toBeNull();
    expect(readCount("0")).toBe(0);
  });

  it("takes thousands parted in any usual way", () => {
    for (const typed of ["37000", "37,000", "37.000", "37 000", "37'000", "37\u202f000"]) {
      expect(readCount(typed)).toBe(37_000);
    }
  });

  it("reads back whatever it wrote", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (value) => {
        expect(readCount(countWords(value))).toBe(value);
      }),
    );
  });
});
