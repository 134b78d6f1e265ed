import type { Database } from "#db/open";
import type { By } from "#domain/actor";
import type { EventBodies, EventKind } from "#domain/event";
import type { CommandId, EventId, IncidentId, PersonId } from "#domain/ids";
import type { Rewrite, Roster } from "#domain/roster";
import type { Visibility } from "#domain/visibility";
import type { Origin } from "#server/audit/origin";

export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** What a decision may look at: everything as it is at the place where the new line will stand. */
export type View = {
  /** To be read through, and through nothing else: it may be the transaction that holds the log. */
  readonly db: Database | Transaction;
  readonly incident: IncidentId;
  readonly roster: Roster;
};

/** What a command became: the line to be, who may see it, and what else changes with it in one transaction. */
export type Decided = {
  [K in EventKind]: {
    kind: K;
    by: By;
    body: EventBodies[K];
    seen: Visibility;
    rewrite?: Rewrite;
    /** Runs in the transaction before the line is inserted; a `Refusal` thrown here refuses the command. */
    before?: (tx: Transaction) => Promise<void>;
    /** Runs in the same transaction, with the place that the line took. */
    effect?: (tx: Transaction, place: number) => Promise<void>;
  };
}[EventKind];

/** A wish on its way into the log of one incident. `decide` may be asked again when another node was faster. */
export type Proposal = {
  person: PersonId;
  command: CommandId;
  /** From where it came, for the audit; the server's own doing when there is none. */
  origin?: Origin;
  /** Its transaction may refuse it (see `Decided.before`). */
  alone?: boolean;
  decide: (view: View, at: Date) => Decided | Promise<Decided>;
};

/** The answer that one person's one id gets for ever. */
export type Kept = { event: { id: EventId; at: string }; incident: IncidentId; repeated: boolean };
