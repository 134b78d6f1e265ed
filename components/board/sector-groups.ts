import { sectorName } from "#domain/sectors";
import type { ShownStatus } from "#domain/words";
import { type Machines, machinesTogether, type OrganisationState } from "./organisation-state.tsx";
import type { Placement } from "./placement.ts";

export type SectorGroup = {
  sector: string;
  name: string;
  total: number;
  machines: Machines | null;
  /** Organisations by the column they stand in, in board order. */
  columns: Partial<Record<ShownStatus, OrganisationState[]>>;
  all: OrganisationState[];
};

/** The board's rows. Larger sectors come first: an order that a change of status does not disturb. */
export const sectorGroups = (placement: Placement, states: ReadonlyMap<string, OrganisationState>): SectorGroup[] => {
  const groups = new Map<string, SectorGroup>();
  for (const place of placement) {
    const state = states.get(place.id);
    if (state === undefined) continue;
    const { sector } = place;
    const group = groups.get(sector) ?? {
      sector,
      name: sectorName(sector),
      total: 0,
      machines: null,
      columns: {},
      all: [],
    };
    groups.set(sector, group);
    group.total += 1;
    group.all.push(state);
    const column = group.columns[place.column] ?? [];
    group.columns[place.column] = column;
    column.push(state);
  }
  for (const group of groups.values()) group.machines = machinesTogether(group.all);
  return [...groups.values()].sort((a, b) => b.total - a.total || a.name.localeCompare(b.name));
};
