import { SECTORS } from "./sectors.ts";

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
