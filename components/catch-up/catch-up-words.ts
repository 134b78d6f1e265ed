import type { CatchUpGroup, CatchUpLine, IncidentChange } from "#domain/catch-up-line";
import { phaseWord } from "#domain/role-word";

/** The group a line stands in. */
export const groupOf = (line: CatchUpLine): CatchUpGroup => (line.kind === "more" ? line.of : line.kind);

export const GROUP_TITLES: Record<CatchUpGroup, string> = {
  mention: "Asked of you",
  "own-row": "Your organisation, by others",
  incident: "The incident",
  status: "Status changes",
  pinned: "Pinned",
  overdue: "Newly overdue",
  figures: "Figures",
  comment: "Comments",
  people: "People",
};

/** In this order they stand on the page; the status changes, usually the most, in a column of their own. */
export const GROUP_ORDER: readonly CatchUpGroup[] = [
  "mention",
  "own-row",
  "status",
  "incident",
  "pinned",
  "overdue",
  "figures",
  "comment",
  "people",
];

export const OWN_ROW_WORDS = {
  posted: "posted for your organisation",
  redacted: "redacted an update of your organisation",
  cadence: "changed how often you are asked",
  left: "took your organisation out",
} as const;

export const changeWords = (what: IncidentChange): string => {
  if ("severity" in what) return `Severity ${what.was} → ${what.severity}`;
  if ("phase" in what) return `Now ${phaseWord(what.phase).toLowerCase()}`;
  return what.closed ? "Closed" : "Opened again";
};

/** How many single things a line stands for. */
export const weightOf = (line: CatchUpLine): number => {
  switch (line.kind) {
    case "status":
    case "overdue":
      return line.organisations.length;
    case "people":
      return line.names.length;
    case "more":
      return line.count;
    default:
      return 1;
  }
};
