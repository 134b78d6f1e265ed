import { expect, it } from "vitest";
import { WARN_MS, warningOf } from "./session-watch.ts";

it.each([
  [{ wholeMs: 12 * 3_600_000, idleMs: 3_600_000 }, null],
  [{ wholeMs: 3_600_000, idleMs: WARN_MS + 1 }, null],
  [
    { wholeMs: 3_600_000, idleMs: WARN_MS },
    { reason: "idle", leftMs: WARN_MS },
  ],
  [
    { wholeMs: WARN_MS, idleMs: WARN_MS },
    { reason: "whole", leftMs: WARN_MS },
  ],
] as const)("%j is said as %j", (ends, warning) => {
  expect(warningOf(ends)).toEqual(warning);
});
