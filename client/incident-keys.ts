import type { EventId, IncidentId } from "#domain/ids";

/** Query keys: everything of one incident stands under `incidentKeys.all(id)` and is dropped together. */
export const incidentKeys = {
  all: (incident: IncidentId) => ["incident", incident] as const,
  people: (incident: IncidentId) => ["incident", incident, "people"] as const,
  audience: (incident: IncidentId, choice: Readonly<Record<string, string | undefined>>) =>
    ["incident", incident, "audience", choice] as const,
  item: (incident: IncidentId, event: EventId) => ["incident", incident, "item", event] as const,
  pinned: (incident: IncidentId) => ["incident", incident, "pinned"] as const,
  withheld: (incident: IncidentId) => ["incident", incident, "withheld"] as const,
  invitations: (incident: IncidentId) => ["incident", incident, "invitations"] as const,
};
