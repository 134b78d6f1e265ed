import { describe, expect, it } from "vitest";
import { type Board, emptyBoard, type Row } from "./board.ts";
import { rowOf } from "./organisation.ts";
import { summaryOf } from "./summary.ts";
import type { Status } from "./words.ts";

const ENTERED = "2026-01-01T00:00:00.000Z";
const NOW = Date.parse("2026-01-01T00:30:00Z");

let next = 0;
const row = (sector: string, status?: Status): Row => {
  next += 1;
  const id = `o${next}`;
  const entered = rowOf({ id, name: id, code: `O${next}`, sector, part: "affected" }, ENTERED);
  if (status === undefined) return entered;
  const at = "2026-01-01T00:10:00.000Z";
  const by = { person: "p", name: "Liaison", organisation: id, role: "liaison" as const };
  return {
    ...entered,
    heardAt: at,
    history: [{ status, from: at, heard: at }],
    own: {
      event: id,
      at,
      by,
      asOf: at,
      asOfPrecision: "minute",
      source: "own",
      confidence: "confirmed",
      marking: "TLP:GREEN",
      status,
    },
  };
};
const boardOf = (rows: Row[]): Board => ({
  ...emptyBoard,
  organisations: Object.fromEntries(rows.map((r) => [r.id, r])),
});
const say = (...rows: Row[]): string => summaryOf(boardOf(rows), NOW);
const sayToObserver = (...rows: Row[]): string => summaryOf(boardOf(rows), NOW, false);

describe("the sentence", () => {
  it("does not call an incident without reports healthy", () => {
    expect(say()).toBe("No organisation has entered yet.");
    expect(say(row("health"), row("rail"))).toBe("None of 2 organisations has been heard from.");
  });

  it("names how many are affected, where it is worst, and how many are silent", () => {
    expect(say(row("aviation", "down"), row("health", "degraded"), row("rail"))).toBe(
      "2 of 3 organisations affected, getting worse. Aviation is worst. 1 silent.",
    );
  });

  it("names two sectors when they are nearly as bad", () => {
    expect(say(row("aviation", "down"), row("health", "down"), row("rail", "degraded"))).toContain(
      "Aviation and health are worst.",
    );
  });

  it("does not call a sector the worst for being silent", () => {
    expect(say(row("rail"), row("rail"), row("rail"), row("health", "degraded"))).toContain("affected");
    expect(say(row("rail"), row("rail"), row("rail"), row("health", "degraded"))).not.toContain("Rail");
  });

  it("tells no course of what is over", () => {
    const board = boardOf([row("aviation", "down"), row("rail")]);
    const closed = { ...board, incident: { ...board.incident, closedAt: new Date(NOW).toISOString() } };
    expect(summaryOf(closed, NOW)).toBe("1 of 2 organisations affected at the end. 1 silent.");
  });

  it("does not claim silence to who may not read what was said", () => {
    expect(sayToObserver(row("health"), row("rail"))).toBe("2 organisations: nothing you may read.");
    expect(sayToObserver(row("health", "down"), row("rail"))).toMatch(/ 1 not known to you\.$/);
  });

  it("says no trouble only of those who were heard", () => {
    expect(say(row("rail", "operating"), row("health"))).toBe("No trouble reported by 1 of 2 organisations. 1 silent.");
  });
});
