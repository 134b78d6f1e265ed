/** Sectors are data. */
export type Sector = { readonly key: string; readonly name: string };

export type Metric = { readonly key: string; readonly label: string; readonly unit: string };

/** The two figures every organisation of an endpoint outage knows. */
export const AFFECTED: Metric = { key: "machines_affected", label: "Machines affected", unit: "machines" };
export const RESTORED: Metric = { key: "machines_restored", label: "Back in service", unit: "machines" };

export const SECTORS: readonly Sector[] = [
  { key: "aviation", name: "Aviation" },
  { key: "health", name: "Health" },
  { key: "banking", name: "Banking" },
  { key: "emergency", name: "Emergency services" },
  { key: "government", name: "Government" },
  { key: "logistics", name: "Logistics" },
  { key: "rail", name: "Rail" },
  { key: "media", name: "Media" },
  { key: "retail", name: "Retail" },
  { key: "telecom", name: "Telecom" },
  { key: "technology", name: "Technology" },
  { key: "energy", name: "Energy" },
  { key: "education", name: "Education" },
  { key: "manufacturing", name: "Manufacturing" },
  { key: "insurance", name: "Insurance" },
  { key: "events", name: "Events" },
  { key: "other", name: "Other" },
];

const names = new Map(SECTORS.map((sector) => [sector.key, sector.name]));

/** A sector that came from elsewhere keeps its own key as its name. */
export const sectorName = (key: string): string => names.get(key) ?? key.charAt(0).toUpperCase() + key.slice(1);
