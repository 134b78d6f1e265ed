import type { By } from "./actor.ts";
import type { Audience, FigureInput, Reference } from "./fields.ts";
import type { CommandId, EventId, IncidentId, OrganisationId, PersonId } from "./ids.ts";
import type {
  Confidence,
  Exposure,
  Marking,
  Mode,
  Part,
  Phase,
  Precision,
  Role,
  Source,
  Standing,
  Status,
} from "./words.ts";

/** An organisation as the log knows it, fixed at the moment it entered. */
export type OrganisationFacts = {
  id: OrganisationId;
  name: string;
  code: string;
  sector: string;
  timeZone?: string;
  part: Part;
  /** What its people's items carry unless they say otherwise; never laxer than the incident's. */
  defaultMarking?: Marking | null;
  /** Minutes between words; null for one that is not expected to report. */
  cadenceMin?: number | null;
};

/** Time in a drill: it showed `at` when the wall clock showed `since`, and runs `speed` times as fast. */
export type DrillClock = { at: string; since: string; speed: number; paused: boolean };

export type IncidentFacts = {
  id: IncidentId;
  title: string;
  severity: number;
  mode: Mode;
  cadenceMin: number;
  restricted: boolean;
  defaultMarking: Marking;
  template?: string;
};

/** What each kind of event says beyond its envelope. Times are ISO 8601 in UTC. */
export type EventBodies = {
  "incident.declared": { incident: IncidentFacts; organisations: OrganisationFacts[]; clock?: DrillClock };
  "incident.severity-set": { severity: number; was: number; reason: string };
  "incident.phase-set": { phase: Phase; was: Phase; reason: string };
  "incident.sharing-set": { amberToObservers: boolean; amberToCommunications: boolean };
  "incident.closed": { resolution: string };
  "incident.reopened": { reason: string };
  "drill.paced": { clock: DrillClock };
  /** Command passes in this event: whoever had it (`was`) is an observer from here on. */
  "command.assumed": { to: PersonId; name: string; organisation: OrganisationId; was: PersonId; reason: string };
  "organisation.entered": { organisation: OrganisationFacts };
  "organisation.answered": { organisation: OrganisationId; state: "taking-part" | "declined"; text?: string };
  "organisation.left": { organisation: OrganisationId; reason?: string };
  "organisation.default-marking-set": { organisation: OrganisationId; to: Marking | null };
  "organisation.cadence-set": { organisation: OrganisationId; cadenceMin: number | null };
  "participant.joined": {
    person: { id: PersonId; name: string };
    organisation: OrganisationId;
    role: Role;
    standing: Standing;
  };
  "participant.role-set": { person: PersonId; name: string; role: Role; organisation: OrganisationId };
  "participant.removed": { person: PersonId; name: string; organisation: OrganisationId; reason?: string };
  "participant.vouched": { person: PersonId; name: string; organisation: OrganisationId };
  "update.posted": {
    organisation: OrganisationId;
    status?: Status;
    exposure?: Exposure;
    figures?: FigureInput[];
    text?: string;
    asOf: string;
    asOfPrecision: Precision;
    source: Source;
    confidence: Confidence;
    countUsIn?: boolean;
    audience?: Audience;
    nextDue?: string;
    corrects?: EventId;
    reference?: Reference;
    writtenAt?: string;
    /** Posted by the command staff for an organisation that is not theirs. */
    relayed?: true;
  };
  "update.renewed": { organisation: OrganisationId; writtenAt?: string };
  "update.redacted": { event: EventId; reason: string };
  "update.marking-set": { event: EventId; to: Marking; was: Marking; reason: string };
  "comment.posted": { on: EventId | "room"; text: string; mentions?: PersonId[] };
  "event.pinned": { event: EventId };
  "event.acknowledged": { event: EventId; organisation: OrganisationId };
  /** Seen by the person alone, on all of his devices. */
  "read.marked": { upTo: string };
};

export type EventKind = keyof EventBodies;
export type EventBody<K extends EventKind = EventKind> = EventBodies[K];

export type EventEnvelope = { id: EventId; at: string; by: By; command: CommandId; marking: Marking };

type EventMap = { [K in EventKind]: EventEnvelope & { kind: K } & EventBodies[K] };
export type EventOf<K extends EventKind> = { [Kind in K]: EventMap[Kind] }[K];

/** What stays of a redacted event for those who could see it. */
export type Tombstone = { id: EventId; at: string; kind: "redacted" };

/** What happened. Order is the order of delivery; no number of the log is in it. */
export type Event = EventOf<EventKind> | Tombstone;

/** Kinds that change who is here and who may see what: the roster is folded from these alone. */
export const ROSTER_KINDS = [
  "incident.declared",
  "incident.severity-set",
  "incident.phase-set",
  "incident.sharing-set",
  "incident.closed",
  "incident.reopened",
  "drill.paced",
  "command.assumed",
  "organisation.entered",
  "organisation.answered",
  "organisation.left",
  "organisation.default-marking-set",
  "organisation.cadence-set",
  "participant.joined",
  "participant.role-set",
  "participant.removed",
  "participant.vouched",
  "update.redacted",
  "update.marking-set",
] as const satisfies readonly EventKind[];
