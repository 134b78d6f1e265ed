import { expect, test } from "vitest";
import { choresDue, type Load } from "./chores.ts";

const megabyte = 2 ** 20;
const hour = 3_600_000;
const load = (change: Partial<Load>): Load => ({
  quiet: true,
  tidy: { bytes: 0, ms: 0 },
  checkpoint: { bytes: 0, ms: 0 },
  ...change,
});

test.each<[string, Load, string[]]>([
  ["nothing written, however long ago", load({ checkpoint: { bytes: 0, ms: hour }, tidy: { bytes: 0, ms: hour } }), []],
  ["a little written, just now", load({ checkpoint: { bytes: 9000, ms: 1000 } }), []],
  ["a little written, and five quiet minutes", load({ checkpoint: { bytes: 9000, ms: hour } }), ["checkpoint"]],
  ["much written while people work", load({ quiet: false, checkpoint: { bytes: 20 * megabyte, ms: hour } }), []],
  [
    "very much written while people work",
    load({ quiet: false, checkpoint: { bytes: 32 * megabyte, ms: 0 } }),
    ["checkpoint"],
  ],
  ["much written before a quiet moment", load({ tidy: { bytes: 9 * megabyte, ms: 0 } }), ["tidy"]],
  [
    "both, what tidying writes included in the checkpoint",
    load({ checkpoint: { bytes: 5 * megabyte, ms: 0 }, tidy: { bytes: 1, ms: 2 * hour } }),
    ["tidy", "checkpoint"],
  ],
])("%s", (_case, given, due) => {
  expect(choresDue(given)).toEqual(due);
});
