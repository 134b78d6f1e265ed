import { readFileSync } from "node:fs";

/** The passed and failed tests in Vitest's report; a file that could not be loaded and a skipped test count as failed. */
export function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return verdict(report.numPassedTests, report.numFailedTests + unloaded.length, skipped);
}

/** The passed and failed tests in Playwright's report; one that passed only when repeated, or was skipped, counts as failed. */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return verdict(expected, unexpected + flaky, skipped);
}

/**
 * A runner's outcome from its report and exit code: a runner that left no report, ran no test, or complained although
 * all its tests passed has failed once more.
 */
export function outcomeOf(count, reportFile, code) {
  let result;
  try {
    result = count(JSON.parse(readFileSync(reportFile, "utf8")));
  } catch {
    return { passed: 0, failed: 1, note: "it left no report" };
  }
  if (result.passed + result.failed === 0) return { ...result, failed: 1, note: "it ran no test" };
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1, note: `it ended with code ${code}` };
  return result;
}

function verdict(passed, failed, skipped) {
  return skipped > 0 ? { passed, failed: failed + skipped, note: `${skipped} skipped` } : { passed, failed };
}
