import { beforeEach, expect, test, vi } from "vitest";
import { apply } from "#domain/apply";
import type { Board } from "#domain/board";
import { boardOf, declared, minute, post } from "../testing-board.ts";
import { drawing } from "../testing-render.ts";
import { Lanes } from "./lanes.tsx";
import { OrganisationTable } from "./organisation-table.tsx";
import { placementOf } from "./placement.ts";
import { sectorGroups } from "./sector-groups.ts";
import { useOrganisationStates } from "./use-organisation-states.tsx";

/** Every row and every chip holds one link: so many of them as are drawn anew. */
const drawn = vi.hoisted(() => ({ ids: [] as string[] }));
vi.mock("./organisation-link.tsx", () => ({
  OrganisationLink: ({ id }: { id: string }) => {
    drawn.ids.push(id);
    return null;
  },
}));
vi.mock("#components/frame/use-address", () => ({ useAddress: () => ({ change: () => {} }) }));

const open = (): void => {};
const sectors = ["aviation", "banking", "health"];
const ids = Array.from({ length: 40 }, (_, index) => `org${index}`);
const before = boardOf(
  declared(ids.map((id, index) => ({ id, sector: sectors[index % sectors.length] ?? "rail" }))),
  ...ids.map((id) => post(id, 1, { status: "degraded" })),
);
const now = minute(5);

type Props = { board: Board; now: number };

const LanesOf = ({ board, now }: Props) => {
  const states = useOrganisationStates(board, now);
  const groups = sectorGroups(placementOf(states), new Map(states.map((state) => [state.row.id, state])));
  return <Lanes groups={groups} onOpen={open} />;
};
const TableOf = ({ board, now }: Props) => (
  <OrganisationTable states={useOrganisationStates(board, now)} sort={null} onOpen={open} />
);

beforeEach(() => {
  drawn.ids = [];
});

test.each([
  ["lanes", LanesOf],
  ["table", TableOf],
])("of 40 organisations in the %s the one that changed is drawn anew, and no other", async (_, View) => {
  const draw = drawing();
  await draw(<View board={before} now={now} />);
  expect(new Set(drawn.ids).size).toBe(ids.length);
  drawn.ids = [];
  await draw(<View board={apply(before, post("org7", 4, { status: "down" }))} now={now} />);
  expect(drawn.ids).toEqual(["org7"]);
});

test.each([
  ["lanes", LanesOf],
  ["table", TableOf],
])("time that changes no word draws nothing of the %s anew", async (_, View) => {
  const draw = drawing();
  await draw(<View board={before} now={now} />);
  drawn.ids = [];
  await draw(<View board={before} now={now + 10_000} />);
  expect(drawn.ids).toEqual([]);
});
