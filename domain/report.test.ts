import { describe, expect, it } from "vitest";
import type { Figure, Row, StatusStatement } from "./board.ts";
import { rowOf } from "./organisation.ts";
import { isProblem, type ReportDraft, reportCommand, shownReport, softChecks } from "./report.ts";
import type { Status } from "./words.ts";

const AT = "2026-01-01T00:00:00.000Z";
const NOW = Date.parse(AT);
const said = {
  event: "e1",
  at: AT,
  by: { person: "p", name: "Liaison", organisation: "o", role: "liaison" as const },
  asOf: AT,
  asOfPrecision: "minute" as const,
  source: "own" as const,
  confidence: "confirmed" as const,
  marking: "TLP:AMBER" as const,
};
const statement = (status: Status): StatusStatement => ({ ...said, status });
const figure = (metric: string, value: number): Figure => ({ ...said, metric, value });

const bare = rowOf({ id: "o", name: "Own", code: "OWN", sector: "health", part: "affected" }, AT);
const row: Row = {
  ...bare,
  own: statement("down"),
  figures: {
    machines_affected: figure("machines_affected", 37_000),
    machines_restored: figure("machines_restored", 2900),
  },
};
const rules = { setsStatus: true, marking: "TLP:AMBER", now: NOW } as const;
const post = (draft: ReportDraft, of: Row = row) => {
  const result = reportCommand(of, draft, rules);
  if (isProblem(result)) throw new Error(result.message);
  return result;
};

describe("report", () => {
  it("sends nothing that says nothing", () => {
    expect(reportCommand(bare, { text: "  " }, rules)).toMatchObject({ field: "status" });
  });

  it("sends no number that is none", () => {
    expect(reportCommand(row, { restored: "a lot" }, rules)).toMatchObject({ field: "restored" });
  });

  it("says no status for somebody who may not", () => {
    expect(reportCommand(row, {}, { ...rules, setsStatus: false })).not.toHaveProperty("status");
  });

  it("repeats what still stands when only one number changed", () => {
    expect(post({ restored: "3,400" })).toEqual({
      kind: "update.post",
      organisation: "o",
      marking: "TLP:AMBER",
      status: "down",
      figures: [
        { metric: "machines_affected", value: 37_000, unit: "machines" },
        { metric: "machines_restored", value: 3400, unit: "machines" },
      ],
    });
  });

  it("does not take over a status that somebody relayed", () => {
    expect(shownReport({ ...bare, relayed: statement("recovering") }, {}).status).toBeNull();
  });

  it("never repeats the last text", () => {
    expect(shownReport({ ...row, text: { ...said, text: "old" } }, {}).text).toBe("");
  });

  it("counts the next word from the incident's time", () => {
    expect(post({ nextMin: 90 }).nextDue).toBe("2026-01-01T01:30:00.000Z");
  });
});

describe("soft checks", () => {
  it("say nothing of a usual report", () => {
    expect(softChecks(row, post({ restored: "3400" }))).toEqual([]);
  });

  it("ask once more about the four usual slips", () => {
    expect(softChecks(row, post({ affected: "370000" }))).toHaveLength(1);
    expect(softChecks(row, post({ restored: "37001" }))).toHaveLength(1);
    expect(softChecks(bare, post({ status: "down", affected: "0" }, bare))).toHaveLength(1);
    expect(softChecks(row, post({ marking: "TLP:GREEN" }))).toHaveLength(1);
  });
});
