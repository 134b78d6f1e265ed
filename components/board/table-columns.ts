import { SHOWN_STATUSES } from "#domain/words";
import { machineFiguresOf, machinesOf, type OrganisationState } from "./organisation-state.tsx";

/** A column of the table: its head, and what orders it. */
export type Column = {
  key: string;
  label: string;
  /** Large values are what a reader looks for: the first click puts them on top. */
  isNumeric?: true;
  valueOf: (state: OrganisationState) => number | string | null;
};

export const COLUMNS: readonly Column[] = [
  { key: "organisation", label: "Organisation", valueOf: (state) => state.row.name },
  { key: "sector", label: "Sector", valueOf: (state) => state.row.sector },
  { key: "status", label: "Status", valueOf: (state) => SHOWN_STATUSES.indexOf(state.status) },
  {
    key: "affected",
    label: "Affected",
    isNumeric: true,
    valueOf: ({ row }) => machineFiguresOf(row)?.affected ?? null,
  },
  { key: "back", label: "Back", isNumeric: true, valueOf: ({ row }) => machineFiguresOf(row)?.restored ?? null },
  { key: "share", label: "%", isNumeric: true, valueOf: ({ row }) => machinesOf(row)?.share ?? null },
  { key: "heard", label: "Last heard", valueOf: (state) => state.ageMs },
  { key: "due", label: "Next due", valueOf: (state) => state.dueAtMs },
  { key: "source", label: "Source", valueOf: (state) => state.statement?.source ?? null },
  { key: "confidence", label: "Confidence", valueOf: (state) => state.statement?.confidence ?? null },
  { key: "marking", label: "Marking", valueOf: (state) => state.statement?.marking ?? null },
];

export type Sort = { column: Column; direction: "ascending" | "descending" };

/** `sort=share` in the address is ascending, `sort=-share` descending; null leaves the order of the board. */
export const sortOf = (text: string | null): Sort | null => {
  const isDescending = text?.startsWith("-") ?? false;
  const key = isDescending ? text?.slice(1) : text;
  const column = COLUMNS.find((candidate) => candidate.key === key);
  return column === undefined ? null : { column, direction: isDescending ? "descending" : "ascending" };
};

/** What a click on the head of a column asks for: one way, the other way, the order of the board. */
export const nextSort = (sort: Sort | null, column: Column): string | null => {
  const [first, second] = column.isNumeric ? [`-${column.key}`, column.key] : [column.key, `-${column.key}`];
  if (sort?.column.key !== column.key) return first;
  const now = sort.direction === "descending" ? `-${column.key}` : column.key;
  return now === first ? second : null;
};

const compare = (a: number | string, b: number | string): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

/** Whoever says nothing in this column stands last, in both directions. */
export const sorted = (states: readonly OrganisationState[], sort: Sort | null): OrganisationState[] => {
  if (sort === null) return [...states];
  const sign = sort.direction === "ascending" ? 1 : -1;
  return [...states].sort((a, b) => {
    const [left, right] = [sort.column.valueOf(a), sort.column.valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
};
