import { createHash } from "node:crypto";

/** The chain of what belongs to no incident's log: accounts, invitations, refusals, anchors. */
export const INSTALLATION = "00000000-0000-0000-0000-000000000000";

/** What the first entry of a chain names as the hash before it. */
export const GENESIS = "-";

/** One entry without its hash. Content-free: ids, closed words, times and HMACs. */
export type AuditFacts = {
  chain: string;
  n: number;
  /** ISO 8601, milliseconds, UTC. */
  at: string;
  actor: string | null;
  actorOrganisation: string | null;
  onBehalf: string | null;
  action: string;
  objectType: string;
  objectId: string | null;
  incident: string | null;
  scope: string | null;
  outcome: "done" | "refused";
  address: string | null;
  session: string | null;
  request: string | null;
  reason: string | null;
  commitment: string | null;
  prev: string;
};

export type AuditEntry = AuditFacts & { hash: string };

/**
 * RFC 8785 of a flat object with ASCII keys: the keys in their order, each value as JSON has it.
 * A test holds it against a library's canonical form.
 */
const canonical = (facts: AuditFacts): string =>
  JSON.stringify({
    action: facts.action,
    actor: facts.actor,
    actorOrganisation: facts.actorOrganisation,
    address: facts.address,
    at: facts.at,
    chain: facts.chain,
    commitment: facts.commitment,
    incident: facts.incident,
    n: facts.n,
    objectId: facts.objectId,
    objectType: facts.objectType,
    onBehalf: facts.onBehalf,
    outcome: facts.outcome,
    prev: facts.prev,
    reason: facts.reason,
    request: facts.request,
    scope: facts.scope,
    session: facts.session,
  });

/** SHA-256 ("muster-audit-v1" ‖ prev ‖ canonical JSON), base64url. */
export const hashOfEntry = (facts: AuditFacts): string =>
  createHash("sha256").update("muster-audit-v1").update(facts.prev).update(canonical(facts)).digest("base64url");

export const sealed = (facts: AuditFacts): AuditEntry => ({ ...facts, hash: hashOfEntry(facts) });
