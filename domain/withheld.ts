import type { OrganisationId } from "./ids.ts";
import type { Marking } from "./words.ts";

/**
 * Organisations that said how they are to few, and let it count: a number by sector, the same for everybody, for groups
 * large enough that it points at nobody. It is taken at the incident's cadence, never when somebody posts, so that
 * neither two views nor two moments can be subtracted (RELIABILITY §4.4).
 */

/** Smaller groups are not told of. */
const GROUP_MIN = 5;
const WITHHELD_MIN = 2;

/** Markings under which others do not read it. */
export const isWithheld = (marking: Marking): boolean => marking === "TLP:AMBER+STRICT" || marking === "TLP:RED";

export type WithheldCount = { sector: string; withheld: number };

/** The newest moment of the cadence, in milliseconds: what was said after it is not counted yet. */
export const countedAt = (declaredAt: number, cadenceMin: number, now: number): number => {
  const every = cadenceMin * 60_000;
  return declaredAt + Math.max(0, Math.floor((now - declaredAt) / every)) * every;
};

/** Counts by sector; `withheld` are the organisations whose last word up to that moment is counted in and withheld. */
export const withheldCounts = (
  organisations: Iterable<{ id: OrganisationId; sector: string }>,
  withheld: ReadonlySet<OrganisationId>,
): WithheldCount[] => {
  const sectors = new Map<string, { size: number; withheld: number }>();
  for (const { id, sector } of organisations) {
    const counted = sectors.get(sector) ?? { size: 0, withheld: 0 };
    sectors.set(sector, { size: counted.size + 1, withheld: counted.withheld + (withheld.has(id) ? 1 : 0) });
  }
  return [...sectors]
    .filter(([, group]) => group.size >= GROUP_MIN && group.withheld >= WITHHELD_MIN)
    .map(([sector, group]) => ({ sector, withheld: group.withheld }))
    .sort((a, b) => a.sector.localeCompare(b.sector));
};
