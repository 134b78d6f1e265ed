import type { Board } from "./board.ts";
import type { Event } from "./event.ts";
import type { EventId, OrganisationId, PersonId } from "./ids.ts";
import type { Phase, ShownStatus } from "./words.ts";

/** What happened while somebody was away, in so many lines at most (UX §6). */
export const CATCH_UP_MAX = 12;

/** An organisation named in a line. */
export type Named = { id: OrganisationId; code: string; name: string };
/** What somebody said or did; `at` is in the incident's time. */
export type Spoken = { event: EventId; at: string; by: string };

/** One line; `path` is where it leads, below the incident's own address. */
export type CatchUpLine = { path: string } & (
  | (Spoken & { kind: "mention"; text: string })
  | (Spoken & { kind: "own-row"; organisation: Named; what: "posted" | "redacted" | "cadence" | "left"; text?: string })
  | (Spoken & { kind: "incident"; what: IncidentChange; text: string })
  | { kind: "status"; sector: string; from: ShownStatus; to: ShownStatus; organisations: Named[] }
  | (Spoken & { kind: "pinned"; organisation?: Named; text: string })
  | { kind: "overdue"; organisations: (Named & { overdueMs: number })[] }
  | { kind: "figures"; affected: Step; silent: Step; machines?: Step; total: number }
  | (Spoken & { kind: "comment"; text: string })
  | { kind: "people"; names: string[]; organisations: number }
  | { kind: "more"; of: CatchUpGroup; count: number }
);
export type CatchUpGroup =
  | "mention"
  | "own-row"
  | "incident"
  | "status"
  | "pinned"
  | "overdue"
  | "figures"
  | "comment"
  | "people";
/** A number before and now; of `machines` it is percent. */
export type Step = { from: number; to: number };
export type IncidentChange = { severity: number; was: number } | { phase: Phase } | { closed: boolean };

/** Two boards of the same viewer, at his read mark and now, and what he may see that came between. */
export type Absence = {
  before: Board;
  after: Board;
  /** Oldest first. */
  events: readonly Event[];
  /** Wall clock in milliseconds: when the viewer last marked what he read, and now. */
  since: number;
  now: number;
  viewer: { person: PersonId; organisation: OrganisationId };
};
