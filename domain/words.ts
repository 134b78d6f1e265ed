/** The closed vocabularies of Muster. Order matters where it says so. */

/** Status of an organisation, in the order of the composer's digits 1 to 5. */
export const STATUSES = ["operating", "degraded", "partly_down", "down", "recovering"] as const;
export type Status = (typeof STATUSES)[number];
/** `no_report` is derived from silence and can be posted by nobody. */
export type ShownStatus = Status | "no_report";
/** Worst first, as boards and totals list them. */
export const SHOWN_STATUSES = ["down", "partly_down", "no_report", "degraded", "recovering", "operating"] as const;

export const STATUS_WORDS: Record<ShownStatus, string> = {
  operating: "Operating",
  degraded: "Degraded",
  partly_down: "Partly down",
  down: "Down",
  recovering: "Recovering",
  no_report: "No report",
};

/** Meaning of each status, shown beside the word. */
export const STATUS_MEANINGS: Record<ShownStatus, string> = {
  operating: "service as normal, said by them",
  degraded: "works slowly or by hand",
  partly_down: "some critical service stopped",
  down: "critical service stopped",
  recovering: "was down, being restored",
  no_report: "nobody has told us, or it ran out",
};

export const EXPOSURES = ["checking", "not-affected", "affected", "fixed"] as const;
export type Exposure = (typeof EXPOSURES)[number];
export const EXPOSURE_WORDS: Record<Exposure, string> = {
  checking: "checking now",
  "not-affected": "not affected (checked)",
  affected: "affected",
  fixed: "fixed",
};

/** TLP 2.0, strictest first. Source: https://www.first.org/tlp/ */
export const MARKINGS = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"] as const;
export type Marking = (typeof MARKINGS)[number];

export const SOURCES = ["own", "phone", "mail", "monitor", "public-report"] as const;
export type Source = (typeof SOURCES)[number];
export const SOURCE_WORDS: Record<Source, string> = {
  own: "Own report",
  phone: "By phone",
  mail: "By mail",
  monitor: "Monitor",
  "public-report": "Public report",
};

export const CONFIDENCES = ["confirmed", "likely", "unverified"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const PRECISIONS = ["minute", "hour", "day"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** In the order of rank: who gives roles gives only roles after the own one. */
export const ROLES = [
  "commander",
  "deputy",
  "scribe",
  "communications",
  "liaison",
  "responder",
  "observer",
  "auditor",
  "guest",
] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_WORDS: Record<Role, string> = {
  commander: "Commander",
  deputy: "Deputy",
  scribe: "Scribe",
  communications: "Communications",
  liaison: "Liaison",
  responder: "Responder",
  observer: "Executive (observer)",
  auditor: "Auditor",
  guest: "Guest",
};

/** As what somebody belongs to an organisation; an auditor reads what was done in its name, and nothing else. */
export const MEMBER_ROLES = ["member", "admin", "auditor"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
export const MEMBER_ROLE_WORDS: Record<MemberRole, string> = {
  member: "Member",
  admin: "Administrator",
  auditor: "Auditor",
};

export const STANDINGS = ["provisional", "vouched"] as const;
export type Standing = (typeof STANDINGS)[number];

export const PARTS = ["affected", "coordinator", "vendor", "regulator"] as const;
export type Part = (typeof PARTS)[number];

export const PARTICIPATIONS = ["invited", "taking-part", "declined", "left"] as const;
export type Participation = (typeof PARTICIPATIONS)[number];

export const PHASES = ["responding", "stabilising", "recovering", "closed", "in-review"] as const;
export type Phase = (typeof PHASES)[number];
export const PHASE_WORDS: Record<Phase, string> = {
  responding: "Responding",
  stabilising: "Stabilising",
  recovering: "Recovering",
  closed: "Closed",
  "in-review": "In review",
};

export const MODES = ["real", "drill"] as const;
export type Mode = (typeof MODES)[number];

/** The label a drill built from public reports carries wherever it plays. */
export const RECONSTRUCTED = "Reconstructed from public reports";

export const SEATS = ["commander", "liaison", "executive"] as const;
export type Seat = (typeof SEATS)[number];
