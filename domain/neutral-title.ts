import type { IncidentId } from "./ids.ts";

/** What an incident is called for those who may not see its title. */
export const neutralTitle = (incident: IncidentId): string => `Incident ${incident.slice(-6)}`;
