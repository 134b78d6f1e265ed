/** Sectors are data: the usual figures of each, and the templates that gather them. */
export type Metric = { readonly key: string; readonly label: string; readonly unit: string };
export type Sector = { readonly key: string; readonly name: string; readonly metrics: readonly Metric[] };

const metric = (key: string, label: string, unit: string): Metric => ({ key, label, unit });

/** The two figures every organisation of an endpoint outage knows. */
export const AFFECTED = metric("machines_affected", "Machines affected", "machines");
export const RESTORED = metric("machines_restored", "Back in service", "machines");

export const SECTORS: readonly Sector[] = [
  {
    key: "aviation",
    name: "Aviation",
    metrics: [
      metric("flights_cancelled", "Flights cancelled", "flights"),
      metric("flights_delayed", "Flights delayed", "flights"),
    ],
  },
  {
    key: "health",
    name: "Health",
    metrics: [
      metric("appointments_postponed", "Appointments postponed", "appointments"),
      metric("operations_postponed", "Operations postponed", "operations"),
    ],
  },
  {
    key: "banking",
    name: "Banking",
    metrics: [
      metric("branches_closed", "Branches closed", "branches"),
      metric("payments_delayed", "Payments delayed", "payments"),
    ],
  },
  {
    key: "emergency",
    name: "Emergency services",
    metrics: [metric("dispatch_centres_down", "Dispatch centres down", "centres")],
  },
  { key: "government", name: "Government", metrics: [metric("offices_closed", "Offices closed", "offices")] },
  { key: "logistics", name: "Logistics", metrics: [metric("parcels_delayed", "Parcels delayed", "parcels")] },
  { key: "rail", name: "Rail", metrics: [metric("trains_cancelled", "Trains cancelled", "trains")] },
  { key: "media", name: "Media", metrics: [metric("channels_off_air", "Channels off air", "channels")] },
  { key: "retail", name: "Retail", metrics: [metric("stores_closed", "Stores closed", "stores")] },
  { key: "telecom", name: "Telecom", metrics: [metric("customers_affected", "Customers affected", "customers")] },
  { key: "technology", name: "Technology", metrics: [metric("customers_affected", "Customers affected", "customers")] },
  { key: "energy", name: "Energy", metrics: [metric("sites_affected", "Sites affected", "sites")] },
  { key: "education", name: "Education", metrics: [metric("sites_closed", "Sites closed", "sites")] },
  { key: "manufacturing", name: "Manufacturing", metrics: [metric("lines_stopped", "Lines stopped", "lines")] },
  { key: "insurance", name: "Insurance", metrics: [metric("offices_closed", "Offices closed", "offices")] },
  { key: "events", name: "Events", metrics: [metric("events_cancelled", "Events cancelled", "events")] },
  { key: "other", name: "Other", metrics: [] },
];

const names = new Map(SECTORS.map((sector) => [sector.key, sector.name]));

/** A sector that came from elsewhere keeps its own key as its name. */
export const sectorName = (key: string): string => names.get(key) ?? key.charAt(0).toUpperCase() + key.slice(1);

export const metricsOf = (sector: string): readonly Metric[] =>
  SECTORS.find((candidate) => candidate.key === sector)?.metrics ?? [];

const labels = new Map(
  [AFFECTED, RESTORED, ...SECTORS.flatMap((sector) => sector.metrics)].map((m) => [m.key, m.label]),
);

/** `flights_cancelled` → "Flights cancelled", also for keys nobody listed. */
export const metricLabel = (key: string): string => {
  const words = key
    .replaceAll("_", " ")
    .replace(/ us\b/, " (US)")
    .replace(/ uk\b/, " (UK)")
    .replace(/ pct\b/, ", %")
    .replace(/ usd\b/, ", USD");
  return labels.get(key) ?? words.charAt(0).toUpperCase() + words.slice(1);
};

export type Template = {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly sectors: readonly string[];
  readonly cadenceMin: number;
  /** Plays by itself, and is never a real incident. */
  readonly drill?: true;
};

/** The template of the drill that is built from public reports. */
export const DRILL_TEMPLATE = "drill-2024-07-19";

/** A template enters every organisation known to the installation that belongs to one of its sectors. */
export const TEMPLATES: readonly Template[] = [
  {
    key: "vendor-update-outage",
    name: "Vendor update outage",
    about:
      "A supplier's change stopped machines in many sectors. All known organisations enter, each with its sector's figures.",
    sectors: SECTORS.map((sector) => sector.key),
    cadenceMin: 60,
  },
  {
    key: "single-sector",
    name: "Own organisation first",
    about: "Starts with your organisation alone. Others enter as you invite them.",
    sectors: [],
    cadenceMin: 60,
  },
  {
    key: DRILL_TEMPLATE,
    name: "Drill of 19 July 2024",
    about:
      "An exercise that plays by itself, reconstructed from public reports. You command it; it never becomes real.",
    sectors: [],
    cadenceMin: 240,
    drill: true,
  },
];
