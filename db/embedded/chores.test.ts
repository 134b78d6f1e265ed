import { expect, test } from "vitest";
import { choresDue, type Load } from "./chores.ts";

const megabyte = 2 ** 20;
const hour = 3_600_000;
const load = (change: Partial<Load>): Load => ({
  quiet: true,
  checkpoint: { bytes: 0, ms: 0 },
  vacuum: { bytes: 0, ms: 0 },
  ...change,
});

test.each<[string, Load, string[]]>([
  [
    "nothing written, however long ago",
    load({ checkpoint: { bytes: 0, ms: hour }, vacuum: { bytes: 0, ms: 9 * hour } }),
    [],
  ],
  ["a little written, just now", load({ checkpoint: { bytes: 9000, ms: 1000 } }), []],
  ["a little written, and five quiet minutes", load({ checkpoint: { bytes: 9000, ms: hour } }), ["checkpoint"]],
  ["much written while people work", load({ quiet: false, checkpoint: { bytes: 40 * megabyte, ms: hour } }), []],
  [
    "very much written while people work",
    load({ quiet: false, checkpoint: { bytes: 64 * megabyte, ms: 0 } }),
    ["checkpoint"],
  ],
  ["a day's writing before a quiet hour", load({ vacuum: { bytes: 33 * megabyte, ms: 0 } }), ["vacuum analyze"]],
  [
    "both, the vacuum's own writing included in the checkpoint",
    load({ checkpoint: { bytes: 5 * megabyte, ms: 0 }, vacuum: { bytes: 1, ms: 2 * hour } }),
    ["vacuum analyze", "checkpoint"],
  ],
])("%s", (_case, given, due) => {
  expect(choresDue(given)).toEqual(due);
});
