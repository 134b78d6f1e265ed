import type { ShownStatus } from "#domain/words";
import type { OrganisationState } from "./organisation-state.tsx";

/** Where each organisation stands on the board, in reading order. Its facts are looked up when it is drawn. */
export type Place = { id: string; sector: string; column: ShownStatus };
export type Placement = readonly Place[];

export const placementOf = (states: readonly OrganisationState[]): Placement =>
  states.map(({ row, status }) => ({ id: row.id, sector: row.sector, column: status }));

/** An order that only ages have changed is still the same. */
export const isSamePlacement = (a: Placement, b: Placement): boolean =>
  a.length === b.length && a.every((place, index) => place.id === b[index]?.id && place.column === b[index].column);
