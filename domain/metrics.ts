import { AFFECTED, type Metric, RESTORED } from "./sectors.ts";

const metric = (key: string, label: string, unit: string): Metric => ({ key, label, unit });

/** The usual figures of each sector. */
const SECTOR_METRICS: Readonly<Record<string, readonly Metric[]>> = {
  aviation: [
    metric("flights_cancelled", "Flights cancelled", "flights"),
    metric("flights_delayed", "Flights delayed", "flights"),
  ],
  health: [
    metric("appointments_postponed", "Appointments postponed", "appointments"),
    metric("operations_postponed", "Operations postponed", "operations"),
  ],
  banking: [
    metric("branches_closed", "Branches closed", "branches"),
    metric("payments_delayed", "Payments delayed", "payments"),
  ],
  emergency: [metric("dispatch_centres_down", "Dispatch centres down", "centres")],
  government: [metric("offices_closed", "Offices closed", "offices")],
  logistics: [metric("parcels_delayed", "Parcels delayed", "parcels")],
  rail: [metric("trains_cancelled", "Trains cancelled", "trains")],
  media: [metric("channels_off_air", "Channels off air", "channels")],
  retail: [metric("stores_closed", "Stores closed", "stores")],
  telecom: [metric("customers_affected", "Customers affected", "customers")],
  technology: [metric("customers_affected", "Customers affected", "customers")],
  energy: [metric("sites_affected", "Sites affected", "sites")],
  education: [metric("sites_closed", "Sites closed", "sites")],
  manufacturing: [metric("lines_stopped", "Lines stopped", "lines")],
  insurance: [metric("offices_closed", "Offices closed", "offices")],
  events: [metric("events_cancelled", "Events cancelled", "events")],
};

export const metricsOf = (sector: string): readonly Metric[] => SECTOR_METRICS[sector] ?? [];

const labels = new Map([AFFECTED, RESTORED, ...Object.values(SECTOR_METRICS).flat()].map((m) => [m.key, m.label]));

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
