import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { code } from "./fields.ts";
import { suggestCode } from "./suggest-code.ts";

describe("suggested code", () => {
  it("suggests nothing for a name without Latin letters", () => {
    expect(suggestCode("東京")).toBe("");
  });

  it("takes the initials of long names and the beginning of short ones", () => {
    expect(suggestCode("North Coast Ambulance Service")).toBe("NCAS");
    expect(suggestCode("Österreichische Bahn")).toBe("OSTE");
  });

  it("suggests only codes that are taken", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const suggested = suggestCode(name);
        expect(suggested === "" || z.safeParse(code, suggested).success).toBe(true);
      }),
    );
  });
});
