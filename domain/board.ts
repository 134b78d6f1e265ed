import type { By } from "./actor.ts";
import type { DrillClock, Event, IncidentFacts, OrganisationFacts } from "./event.ts";
import type { Reference } from "./fields.ts";
import type { EventId, OrganisationId, PersonId } from "./ids.ts";
import type { Sharing } from "./visibility.ts";
import type {
  Confidence,
  Exposure,
  Marking,
  Participation,
  Phase,
  Precision,
  ShownStatus,
  Source,
  Status,
} from "./words.ts";

/** Where a fact on the board comes from. `at` is when it was told, in the incident's time. */
export type Provenance = {
  event: EventId;
  at: string;
  by: By;
  asOf: string;
  asOfPrecision: Precision;
  source: Source;
  confidence: Confidence;
  marking: Marking;
  reference?: Reference;
};

export type StatusStatement = Provenance & { status: Status };
export type Figure = Provenance & { metric: string; value: number; unit?: string; was?: number };

/** A stretch in which the organisation said the same status, from its first to its last word. */
export type Stretch = { status: Status; from: string; heard: string };

export type Row = OrganisationFacts & {
  participation: Participation;
  enteredAt: string;
  /** What it said itself, and what was relayed for it: `clocks.ts` says which of the two stands. */
  own: StatusStatement | null;
  relayed: StatusStatement | null;
  exposure: (Provenance & { exposure: Exposure }) | null;
  figures: Record<string, Figure>;
  text: (Provenance & { text: string }) | null;
  /** Last word of the organisation that says something about its state; renewals count. */
  heardAt: string | null;
  /** When it last spoke for itself; what others said for it does not count. */
  spokenAt: string | null;
  nextDue: string | null;
  history: Stretch[];
  /** People of the organisation in this incident. */
  people: number;
};

export type FeedItem = {
  event: Event;
  /** The status as this viewer knew it before, and after. */
  change?: { from: ShownStatus; to: Status };
  correctedBy?: EventId;
  pinned?: true;
  acknowledged?: { person: PersonId; name: string; organisation: OrganisationId }[];
  comments?: number;
};

export type IncidentState = IncidentFacts & {
  phase: Phase;
  declaredAt: string;
  commander: { person: PersonId; name: string; organisation: OrganisationId };
  sharing: Sharing;
  /** When it was closed, in the incident's time: clocks stand still from then on. */
  closedAt: string | null;
  resolution: string | null;
  clock: DrillClock | null;
};

/**
 * Boards are kept in the store; those of another version are folded anew. It rises whenever the same events make another
 * board than before: a test says so.
 */
export const BOARD_VERSION = 3;

/**
 * What one viewer may know of an incident: the fold of the events he may see.
 * The newest `FEED_MAX` things that happened are in `feed`, oldest first.
 */
export type Board = {
  incident: IncidentState;
  organisations: Record<OrganisationId, Row>;
  feed: FeedItem[];
  /** What the command pinned last, also once the feed has lost it. */
  lastPinned: Event | null;
};

export const emptyBoard: Board = {
  incident: {
    id: "",
    title: "",
    severity: 5,
    mode: "real",
    cadenceMin: 60,
    restricted: false,
    defaultMarking: "TLP:AMBER",
    phase: "responding",
    declaredAt: "1990-01-01T00:00:00.000Z",
    commander: { person: "", name: "", organisation: "" },
    sharing: { amberToObservers: false, amberToCommunications: false },
    closedAt: null,
    resolution: null,
    clock: null,
  },
  organisations: {},
  feed: [],
  lastPinned: null,
};
