import type { ActingRole, Actor } from "./actor.ts";
import type { CommandKind } from "./command.ts";
import type { OrganisationId, PersonId } from "./ids.ts";
import { ROLES, type Role } from "./words.ts";

/**
 * Who may do what in an incident. Default deny: no row, no right.
 * Each row is a row of `domain/access-matrix.json`; a test compares the two cell by cell.
 */
export type Rule =
  | "yes"
  | "own"
  | "own-org"
  | "own-org-or-guest"
  | "own-org-not-commander"
  | "yes-not-self"
  | "yes-not-commander"
  | "relay-only"
  | "below-own-role"
  | "scribe-and-lower"
  | "up-to-green-or-named"
  | "question-only"
  | "own-only"
  | "if-own-org-takes-part"
  | "own-org-by-reference"
  | "own-org-if-visible"
  | "withdraw-own-org"
  | "this-incident"
  | "own-org-rows";

type Row = Partial<Record<Role, Rule>>;
/** An auditor of an organisation never acts as one: beside a role he reads its rows. */
type Cells = Partial<Record<ActingRole | "org_auditor", Rule | undefined>>;

const command = (rule: Rule): Row => ({ commander: rule, deputy: rule });
const staff = (rule: Rule): Row => ({ ...command(rule), scribe: rule });
const everyone = (rule: Rule): Row => Object.fromEntries(ROLES.map((role) => [role, rule]));

export const POLICY = {
  "incident.see": { ...everyone("yes"), org_admin: "if-own-org-takes-part" },
  "update.read": { ...everyone("yes"), guest: "up-to-green-or-named" },
  "update.post": { ...staff("own-org"), communications: "own-org", liaison: "own-org", responder: "own-org" },
  "update.relay": staff("relay-only"),
  "status.set": { ...staff("relay-only"), liaison: "own-org" },
  "update.correct": { ...staff("own"), communications: "own", liaison: "own", responder: "own" },
  "update.redact": {
    ...command("yes"),
    communications: "own",
    liaison: "own-org",
    responder: "own",
    org_admin: "own-org-by-reference",
  },
  "marking.lower": { liaison: "own-org", org_admin: "own-org-if-visible" },
  "marking.raise": {
    ...staff("yes"),
    communications: "own",
    liaison: "own-org",
    responder: "own",
    org_admin: "own-org-by-reference",
  },
  "decision.record": command("yes"),
  "event.acknowledge": { ...everyone("yes"), auditor: undefined },
  "timeline.pin": staff("yes"),
  "person.add": { ...command("own-org-or-guest"), liaison: "own-org", org_admin: "own-org" },
  "person.remove": {
    commander: "yes-not-self",
    deputy: "yes-not-commander",
    liaison: "own-org-not-commander",
    org_admin: "own-org-not-commander",
  },
  "organisation.enter-leave": { commander: "yes", org_admin: "withdraw-own-org" },
  "organisation.answer": { liaison: "own-org", org_admin: "own-org" },
  "organisation.set-cadence": { ...command("yes"), liaison: "own-org" },
  "organisation.set-default-marking": { liaison: "own-org", org_admin: "own-org" },
  "role.give": { commander: "below-own-role", deputy: "scribe-and-lower" },
  export: { ...staff("yes"), liaison: "yes", observer: "yes", auditor: "yes" },
  "audit.read": {
    ...command("this-incident"),
    auditor: "this-incident",
    liaison: "own-org-rows",
    org_admin: "own-org-rows",
    org_auditor: "own-org-rows",
  },
  "incident.close": { commander: "yes" },
  "incident.reopen": command("yes"),
  "incident.set-sharing": { commander: "yes" },
  "drill.pace": { commander: "yes" },
  "participant.vouch": { ...staff("yes"), liaison: "own-org", responder: "own-org", org_admin: "own-org" },
  "comment.post": {
    ...staff("yes"),
    communications: "yes",
    liaison: "yes",
    responder: "yes",
    observer: "question-only",
    guest: "up-to-green-or-named",
  },
  "read.mark": everyone("own-only"),
  "invitation.manage": { ...command("yes"), liaison: "own-org", org_admin: "own-org" },
} as const satisfies Record<string, Cells>;
export type Action = keyof typeof POLICY;

/** What the action is done to. Only what the rule asks about needs to be there. */
export type Target = {
  organisation?: OrganisationId | undefined;
  author?: PersonId | undefined;
  person?: PersonId | undefined;
  commander?: PersonId | undefined;
  /** The role that is given, or that an invitation leads to. */
  role?: Role | undefined;
  /** On a comment: it is put as a question to the commander. */
  question?: boolean | undefined;
};

/** Whoever came by link and was not vouched for may speak for the own organisation and react, nothing more. */
const PROVISIONAL_MAY: ReadonlySet<Action> = new Set<Action>([
  "incident.see",
  "update.read",
  "update.post",
  "status.set",
  "update.correct",
  "event.acknowledge",
  "comment.post",
  "read.mark",
  "organisation.answer",
]);

const rank = (role: ActingRole): number => (ROLES as readonly string[]).indexOf(role);

const holds = (rule: Rule, actor: Actor, target: Target): boolean => {
  const ownOrganisation = target.organisation === actor.organisation;
  switch (rule) {
    case "yes":
    case "this-incident":
    case "own-only":
    case "up-to-green-or-named":
    case "if-own-org-takes-part":
      return true;
    case "own":
      return target.author === actor.person;
    case "own-org":
    case "own-org-rows":
    case "own-org-by-reference":
    case "own-org-if-visible":
    case "withdraw-own-org":
      return ownOrganisation;
    case "own-org-or-guest":
      return ownOrganisation || target.role === "guest";
    case "own-org-not-commander":
      return ownOrganisation && target.person !== target.commander;
    case "yes-not-self":
      return target.person !== actor.person;
    case "yes-not-commander":
      return target.person !== target.commander;
    case "relay-only":
      return !ownOrganisation;
    case "below-own-role":
      return target.role !== undefined && target.role !== "commander" && rank(target.role) > rank(actor.role);
    case "scribe-and-lower":
      return target.role !== undefined && target.role !== "auditor" && rank(target.role) >= rank("scribe");
    case "question-only":
      return target.question === true;
    default:
      return false;
  }
};

/** What whoever administers or audits organisations of the incident may, beside any role in it. */
const beside = (
  actor: Actor,
  rule: Rule | undefined,
  organisations: readonly OrganisationId[] | undefined,
  target: Target,
): boolean =>
  rule !== undefined && (organisations ?? []).some((organisation) => holds(rule, { ...actor, organisation }, target));

/** The one question every door asks before anything changes. */
export const may = (actor: Actor, action: Action, target: Target = {}): boolean => {
  const { org_admin: administrators, org_auditor: auditors, ...roles }: Cells = POLICY[action];
  if (beside(actor, administrators, actor.administers, target)) return true;
  if (beside(actor, auditors, actor.audits, target)) return true;
  if (actor.role === "org_admin" || (actor.standing === "provisional" && !PROVISIONAL_MAY.has(action))) return false;
  const rule = roles[actor.role];
  return rule !== undefined && holds(rule, actor, target);
};

/** The actions a command kind may come under; which one counts is decided by what it does (see its handler). */
export const ACTIONS_OF: Record<Exclude<CommandKind, "incident.declare">, readonly Action[]> = {
  "incident.set-severity": ["decision.record"],
  "incident.set-phase": ["decision.record"],
  "incident.set-sharing": ["incident.set-sharing"],
  "incident.close": ["incident.close"],
  "incident.reopen": ["incident.reopen"],
  "drill.pace": ["drill.pace"],
  "organisation.enter": ["organisation.enter-leave"],
  "organisation.answer": ["organisation.answer"],
  "organisation.leave": ["organisation.enter-leave"],
  "organisation.set-default-marking": ["organisation.set-default-marking"],
  "organisation.set-cadence": ["organisation.set-cadence"],
  "participant.set-role": ["role.give"],
  "participant.remove": ["person.remove"],
  "participant.vouch": ["participant.vouch"],
  "update.post": ["update.post", "update.relay", "status.set", "update.correct"],
  "update.renew": ["update.post"],
  "update.redact": ["update.redact"],
  "update.set-marking": ["marking.lower", "marking.raise"],
  "comment.post": ["comment.post"],
  "event.pin": ["timeline.pin"],
  "event.acknowledge": ["event.acknowledge"],
  "read.mark": ["read.mark"],
};

/** Kinds that somebody may come with because he administers an organisation of the incident. */
export const mayAdminister = (kind: keyof typeof ACTIONS_OF): boolean =>
  ACTIONS_OF[kind].some((action) => "org_admin" in POLICY[action]);
