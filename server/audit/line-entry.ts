import type { Event } from "#domain/event";
import type { Entry } from "#domain/roster";
import { commitmentTo } from "./commitment.ts";
import { type AuditEntry, sealed } from "./entry.ts";
import type { Origin } from "./origin.ts";

type Subject = { objectType: string; objectId: string };

/** What a line is about: the person, the organisation, the earlier event, or the line itself. */
const subjectOf = (event: Event, incident: string): Subject => {
  switch (event.kind) {
    case "participant.joined":
      return { objectType: "person", objectId: event.person.id };
    case "participant.role-set":
    case "participant.removed":
    case "participant.vouched":
      return { objectType: "person", objectId: event.person };
    case "command.assumed":
      return { objectType: "person", objectId: event.to };
    case "organisation.entered":
      return { objectType: "organisation", objectId: event.organisation.id };
    case "organisation.answered":
    case "organisation.left":
    case "organisation.default-marking-set":
    case "organisation.cadence-set":
      return { objectType: "organisation", objectId: event.organisation };
    case "update.redacted":
    case "update.marking-set":
    case "event.pinned":
    case "event.acknowledged":
      return { objectType: "event", objectId: event.event };
    default:
      return event.kind.startsWith("incident.")
        ? { objectType: "incident", objectId: incident }
        : { objectType: "event", objectId: event.id };
  }
};

export type AuditedLine = Entry & { key: string; origin: Origin };

/** The entry that goes into an incident's chain together with line `n` of its log. */
export const entryOfLine = (incident: string, prev: string, line: AuditedLine): AuditEntry => {
  const { n, event, seen, rewrite, key, origin } = line;
  const by = event.kind === "redacted" ? null : event.by;
  const spokenFor = event.kind === "update.posted" && event.organisation !== event.by.organisation;
  return sealed({
    chain: incident,
    n,
    at: event.at,
    actor: by?.person ?? null,
    actorOrganisation: by?.organisation ?? null,
    onBehalf: spokenFor ? event.organisation : null,
    action: event.kind,
    ...subjectOf(event, incident),
    incident,
    scope: seen.origin ?? by?.organisation ?? null,
    outcome: "done",
    ...origin,
    reason: null,
    commitment: commitmentTo(key, event, seen, rewrite),
    prev,
  });
};
