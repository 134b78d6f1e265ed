import type { AuditRow } from "#domain/audit";

/** Kinds of action by the word before the dot, as the filter names them. */
export const ACTION_WORDS: Record<string, string> = {
  update: "Updates",
  comment: "Comments",
  event: "Pins and acknowledgements",
  incident: "The incident itself",
  organisation: "Organisations",
  participant: "People",
  invitation: "Invitations",
  item: "Reads of TLP:RED",
  access: "Refused access",
  drill: "The drill's clock",
};

/** What was done; `%` stands for the name of its object. */
const DONE: Record<string, string> = {
  "incident.declared": "declared the incident",
  "incident.severity-set": "set the severity",
  "incident.phase-set": "set the phase",
  "incident.sharing-set": "changed who else sees TLP:AMBER",
  "incident.closed": "closed the incident",
  "incident.reopened": "opened the incident again",
  "drill.paced": "changed the drill's clock",
  "organisation.entered": "brought in %",
  "organisation.answered": "answered for %",
  "organisation.left": "took out %",
  "organisation.default-marking-set": "set the default marking of %",
  "organisation.cadence-set": "set how often % reports",
  "participant.joined": "came in",
  "participant.role-set": "gave a role to %",
  "participant.removed": "removed %",
  "participant.vouched": "vouched for %",
  "update.posted": "posted an update",
  "update.renewed": "said that nothing has changed",
  "update.redacted": "redacted an item",
  "update.marking-set": "changed the marking of an item",
  "comment.posted": "commented",
  "event.pinned": "pinned an item",
  "event.acknowledged": "acknowledged an item",
  "item.read": "read a TLP:RED item",
  "invitation.make": "made an invitation",
  "invitation.use": "came in by invitation",
  "invitation.revoke": "revoked an invitation",
  "access.refused": "was refused",
};

const REASONS: Record<string, string> = {
  forbidden: "not allowed",
  "not-found": "nothing there for this person",
  unauthenticated: "not signed in",
};

/** One row as a sentence; who did it stands before it. */
export const sentenceOf = ({ action, object, onBehalf, outcome, reason }: AuditRow): string => {
  const done = (DONE[action] ?? action).replace("%", object.name ?? "somebody");
  const forWhom = onBehalf === null ? "" : ` for ${onBehalf.name}`;
  const why = outcome === "refused" ? ` at ${object.type}: ${REASONS[reason ?? ""] ?? reason ?? "no reason"}` : "";
  return `${done}${forWhom}${why}`;
};
