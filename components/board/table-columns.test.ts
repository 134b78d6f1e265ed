import { expect, test } from "vitest";
import { AFFECTED, RESTORED } from "#domain/sectors";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { organisationStates } from "./organisation-state.tsx";
import { COLUMNS, nextSort, sorted, sortOf } from "./table-columns.ts";

const machines = (affected: number, restored: number) => ({
  figures: [
    { metric: AFFECTED.key, value: affected },
    { metric: RESTORED.key, value: restored },
  ],
});

const states = organisationStates(
  boardOf(
    declared([{ id: "few" }, { id: "many" }, { id: "none" }]),
    post("few", 1, { status: "down", ...machines(10, 9) }),
    post("many", 2, { status: "degraded", ...machines(500, 5) }),
  ),
  minute(3),
);
const order = (sort: string | null): string[] => sorted(states, sortOf(sort)).map((state) => state.row.id);

test.each([
  [null, ["few", "none", "many"]],
  ["affected", ["few", "many", "none"]],
  ["-affected", ["many", "few", "none"]],
  ["-share", ["few", "many", "none"]],
  ["heard", ["many", "few", "none"]],
  ["-organisation", ["none", "many", "few"]],
  ["nonsense", ["few", "none", "many"]],
])("sort=%s: whoever says nothing stands last in both directions", (sort, ids) => {
  expect(order(sort)).toEqual(ids);
});

test.each([
  ["affected", "-affected", "affected"],
  ["organisation", "organisation", "-organisation"],
])("the head of %s asks for %s, then %s, then the order of the board", (key, first, second) => {
  const column = COLUMNS.find((candidate) => candidate.key === key);
  if (column === undefined) throw new Error("There is no such column.");
  expect(nextSort(null, column)).toBe(first);
  expect(nextSort(sortOf(first), column)).toBe(second);
  expect(nextSort(sortOf(second), column)).toBeNull();
});
