import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { countPlaywright, countVitest, outcomeOf } from "./count-results.mjs";

const folder = mkdtempSync(join(tmpdir(), "muster-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const vitest = (numbers: object) => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{}] }],
  ...numbers,
});
const playwright = (numbers: object) => ({ stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0, ...numbers } });

describe("counting the results of the runners", () => {
  it.each([
    ["a failed test", vitest({ numFailedTests: 2 }), { passed: 3, failed: 2 }],
    ["a skipped test", vitest({ numPendingTests: 1 }), { passed: 3, failed: 1 }],
    ["a test left for later", vitest({ numTodoTests: 1 }), { passed: 3, failed: 1 }],
    [
      "a file that could not be loaded",
      vitest({ testResults: [{ status: "failed", assertionResults: [] }] }),
      { passed: 3, failed: 1 },
    ],
    ["nothing else", vitest({}), { passed: 3, failed: 0 }],
  ])("counts %s of Vitest", (_what, report, counts) => {
    expect(countVitest(report)).toMatchObject(counts);
  });

  it.each([
    ["a failed journey", playwright({ unexpected: 1 }), { passed: 4, failed: 1 }],
    ["a journey that passed only when repeated", playwright({ flaky: 1 }), { passed: 4, failed: 1 }],
    ["a skipped journey", playwright({ skipped: 2 }), { passed: 4, failed: 2 }],
    ["nothing else", playwright({}), { passed: 4, failed: 0 }],
  ])("counts %s of Playwright", (_what, report, counts) => {
    expect(countPlaywright(report)).toMatchObject(counts);
  });

  it.each([
    ["left no report", undefined, 0, { failed: 1, note: "it left no report" }],
    ["ran no test", vitest({ numPassedTests: 0, testResults: [] }), 0, { failed: 1, note: "it ran no test" }],
    ["complained after all tests passed", vitest({}), 1, { passed: 3, failed: 1 }],
  ])("counts a runner that %s as failed", (what, report, code, counts) => {
    const file = join(folder, `${what}.json`);
    if (report) writeFileSync(file, JSON.stringify(report));
    expect(outcomeOf(countVitest, file, code)).toMatchObject(counts);
  });
});
