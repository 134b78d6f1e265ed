import { expect, test } from "vitest";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { filtered, filterOf, isFiltered } from "./board-filter.ts";
import { organisationStates } from "./organisation-state.tsx";

const states = organisationStates(
  boardOf(
    declared([
      { id: "dal", name: "Delta" },
      { id: "klm", name: "KLM" },
      { id: "nhs", name: "Health service", sector: "health" },
    ]),
    post("dal", 1, { status: "down" }),
    post("klm", 1, { status: "operating" }),
  ),
  minute(90),
);

test.each([
  ["", ["dal", "klm", "nhs"]],
  ["sector=aviation", ["dal", "klm"]],
  ["status=down", ["dal"]],
  ["status=affected", ["dal"]],
  ["status=no_report&sector=aviation", []],
  ["status=overdue", ["dal", "klm", "nhs"]],
  ["q=HEALTH", ["nhs"]],
  ["q=dal", ["dal"]],
  ["status=nonsense", ["dal", "klm", "nhs"]],
])("?%s lists %j", (query, ids) => {
  const filter = filterOf(new URLSearchParams(query));
  expect(
    filtered(states, filter)
      .map((state) => state.row.id)
      .sort((a, b) => a.localeCompare(b)),
  ).toEqual(ids);
});

test("an address that says nothing filters nothing", () => {
  expect(isFiltered(filterOf(new URLSearchParams("view=table&status=nonsense")))).toBe(false);
});
