import { describe, expect, it } from "vitest";
import { countedAt, withheldCounts } from "./withheld.ts";

const organisations = (count: number, sector = "aviation") =>
  Array.from({ length: count }, (_, index) => ({ id: `${sector} ${index}`, sector }));
const ids = (count: number, sector = "aviation") => new Set(organisations(count, sector).map(({ id }) => id));

describe("what is withheld", () => {
  it("is not told of a group of four, nor of one alone", () => {
    expect(withheldCounts(organisations(4), ids(4))).toEqual([]);
    expect(withheldCounts(organisations(500), ids(1))).toEqual([]);
    expect(withheldCounts([...organisations(4), ...organisations(4, "banking")], ids(4))).toEqual([]);
  });

  it("is told of five with two, by sector and in an order that says nothing", () => {
    const mixed = [...organisations(6, "health"), ...organisations(5), ...organisations(9, "energy")];
    const withheld = new Set([...ids(2), ...ids(3, "health"), ...ids(1, "energy"), "somebody who is not here"]);
    expect(withheldCounts(mixed, withheld)).toEqual([
      { sector: "aviation", withheld: 2 },
      { sector: "health", withheld: 3 },
    ]);
  });

  it("is taken at moments that nobody's post can move", () => {
    const declared = Date.parse("2026-03-01T06:07:00Z");
    const at = (time: string) => new Date(countedAt(declared, 30, Date.parse(time))).toISOString();
    expect(at("2026-03-01T06:07:00Z")).toBe("2026-03-01T06:07:00.000Z");
    expect(at("2026-03-01T06:36:59Z")).toBe("2026-03-01T06:07:00.000Z");
    expect(at("2026-03-01T06:37:00Z")).toBe("2026-03-01T06:37:00.000Z");
    expect(at("2026-03-01T05:00:00Z")).toBe("2026-03-01T06:07:00.000Z");
  });
});
