import type { Marking } from "./words.ts";

type Named = { id: string; name: string };
export type AuditOrganisation = Named & { code: string };

/** A line of the audit as somebody may read it: who did what to what, and how it ended. No content, no number. */
export type AuditRow = {
  at: string;
  actor: Named | null;
  organisation: AuditOrganisation | null;
  /** The organisation that was spoken for, when it is not the actor's own. */
  onBehalf: AuditOrganisation | null;
  /** Whose matter it is. */
  about: AuditOrganisation | null;
  action: string;
  object: { type: string; id: string | null; name: string | null };
  outcome: "done" | "refused";
  /** A closed word, such as the code of a refusal. */
  reason: string | null;
  marking: Marking;
};

/** Whether the entries are as they were written, as of a checkpoint; `checking` while nobody knows yet. */
export type AuditState = { state: "intact" | "broken" | "checking"; checkpointAt: string };

export type AuditPage = { items: AuditRow[]; cursor: string; more: boolean };
