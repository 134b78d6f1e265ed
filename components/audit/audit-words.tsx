import type { AuditRow } from "#domain/audit";

/** Kinds of action by the word before the dot, as the filter names them. */
export const ACTION_WORDS: Record<string, string> = {
  update: "Updates",
  comment: "Comments",
  event: "Pins and acknowledgements",
  incident: "The incident itself",
  organisation: "Organisations",
  participant: "People",
  command: "Command",
  invitation: "Invitations",
  item: "Reads of TLP:RED",
  access: "Refused access",
  drill: "The drill's clock",
};

/** The same for what is done outside the incidents. */
export const ACT_WORDS: Record<string, string> = {
  session: "Sign-ins and sessions",
  person: "Accounts",
  token: "API tokens",
  member: "Members",
  organisation: "Organisations",
  installation: "The installation",
  store: "Restored backups",
};

/** Those of one organisation. */
export const ORGANISATION_ACT_WORDS: Record<string, string> = { member: "Members", organisation: "Its settings" };

/** What was done; `%` stands for the name of its object. */
const DONE: Record<string, string> = {
  "incident.declared": "declared the incident",
  "incident.severity-set": "set the severity",
  "incident.phase-set": "set the phase",
  "incident.sharing-set": "changed who else sees TLP:AMBER",
  "incident.closed": "closed the incident",
  "incident.reopened": "opened the incident again",
  "drill.paced": "changed the drill's clock",
  "command.assumed": "took over command",
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
  "session.begin": "signed in",
  "session.end": "ended a session",
  "session.end-others": "signed out everywhere else",
  "token.make": "made an API token",
  "token.revoke": "revoked an API token",
  "person.rename": "changed the own name",
  "person.set-password": "set a password",
  "person.reset-password": "set a new password by mail",
  "person.add-totp": "set up an authenticator app",
  "person.remove-totp": "removed the authenticator app",
  "person.add-passkey": "added a passkey",
  "person.remove-passkey": "removed a passkey",
  "person.renew-recovery-codes": "made new recovery codes",
  "person.link-identity": "linked an identity of a provider",
  "person.unlink-identity": "removed an identity of a provider",
  "person.prove-mailbox": "proved the mailbox",
  "person.suspend": "suspended %",
  "person.reactivate": "reactivated %",
  "person.make-auditor": "let % audit the installation",
  "person.end-auditor": "let % audit the installation no more",
  "member.invite": "invited a member",
  "member.revoke": "revoked a member's invitation",
  "member.join": "became a member",
  "member.remove": "removed a member",
  "member.set-member": "made % a member",
  "member.set-admin": "made % an administrator",
  "member.set-auditor": "made % an auditor",
  "organisation.add": "added %",
  "organisation.set": "changed the settings of %",
  "organisation.suspend": "suspended %",
  "organisation.reactivate": "reactivated %",
  "installation.set-up": "set up the installation",
  "store.restored": "noticed that a backup was restored",
  "audit.overflowed": "noticed that not all refusals could be put on record",
};

const REASONS: Record<string, string> = {
  forbidden: "not allowed",
  "not-found": "nothing there for this person",
  unauthenticated: "not signed in",
};

/** What nobody did: the server itself says so. */
const OWN_DOING: ReadonlySet<string> = new Set(["store.restored", "audit.overflowed"]);

/** Who did it, as far as the reader may know. */
export const whoOf = ({ actor, action }: AuditRow): string =>
  actor?.name ?? (OWN_DOING.has(action) ? "Muster" : "Somebody");

/** One row as a sentence; who did it stands before it. */
export const sentenceOf = ({ action, object, onBehalf, outcome, reason }: AuditRow): string => {
  const done = (DONE[action] ?? action).replace("%", object.name ?? "somebody");
  const forWhom = onBehalf === null ? "" : ` for ${onBehalf.name}`;
  const why = outcome === "refused" ? ` at ${object.type}: ${REASONS[reason ?? ""] ?? reason ?? "no reason"}` : "";
  return `${done}${forWhom}${why}`;
};
