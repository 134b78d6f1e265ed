import { type ShownStatus, STATUSES } from "#domain/words";
import type { OrganisationState } from "./organisation-state.tsx";

/** What is listed: one status, or one of the groups the key numbers count. */
export type Listed = ShownStatus | "affected" | "overdue";

export type BoardFilter = { sector: string | null; listed: Listed | null; text: string };

export const NO_FILTER: BoardFilter = { sector: null, listed: null, text: "" };

const LISTED: readonly Listed[] = [...STATUSES, "no_report", "affected", "overdue"];

export const isFiltered = (filter: BoardFilter): boolean =>
  filter.sector !== null || filter.listed !== null || filter.text !== "";

type Params = { get: (name: string) => string | null };

/** The filter as the address says it; what it does not know counts as not said. */
export const filterOf = (params: Params): BoardFilter => ({
  sector: params.get("sector"),
  listed: LISTED.find((one) => one === params.get("status")) ?? null,
  text: params.get("q") ?? "",
});

const isListed = (state: OrganisationState, listed: Listed | null): boolean => {
  if (listed === null) return true;
  if (listed === "overdue") return state.isLate;
  if (listed === "affected") return state.status !== "operating" && state.status !== "no_report";
  return state.status === listed;
};

const says = (state: OrganisationState, text: string): boolean => {
  const wanted = text.trim().toLowerCase();
  return wanted === "" || `${state.row.code} ${state.row.name}`.toLowerCase().includes(wanted);
};

export const filtered = (states: readonly OrganisationState[], filter: BoardFilter): OrganisationState[] =>
  states.filter(
    (state) =>
      (filter.sector === null || state.row.sector === filter.sector) &&
      isListed(state, filter.listed) &&
      says(state, filter.text),
  );
