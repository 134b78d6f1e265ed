import type { Figure, Row } from "./board.ts";
import type { CommandInputOf } from "./command.ts";
import { countWords, readCount } from "./count-words.ts";
import type { EventId } from "./ids.ts";
import { AFFECTED, type Metric, RESTORED } from "./sectors.ts";
import { MARKINGS, type Marking, type Status } from "./words.ts";

/** The two numbers every report asks for. */
export const REPORT_METRICS = { affected: AFFECTED, restored: RESTORED } as const satisfies Record<string, Metric>;
export type ReportNumber = keyof typeof REPORT_METRICS;

/** What somebody changed so far in the report of one organisation; what is missing stands as it was last said. */
export type ReportDraft = {
  status?: Status;
  affected?: string;
  restored?: string;
  text?: string;
  /** Minutes until the next word; missing means as usual. */
  nextMin?: number;
  marking?: Marking;
  /** The own event that this one corrects. */
  corrects?: EventId;
};

/** The report as it stands on the screen: what was last said, with the draft over it. */
export type ShownReport = { status: Status | null; affected: string; restored: string; text: string };

export const lastFigure = (row: Row, number: ReportNumber): Figure | null =>
  row.figures[REPORT_METRICS[number].key] ?? null;

const shownNumber = (row: Row, draft: ReportDraft, number: ReportNumber): string => {
  const last = lastFigure(row, number);
  return draft[number] ?? (last === null ? "" : countWords(last.value));
};

/** The last own status is preset; one that somebody relayed is not taken over unseen. */
export const shownReport = (row: Row, draft: ReportDraft): ShownReport => ({
  status: draft.status ?? row.own?.status ?? null,
  affected: shownNumber(row, draft, "affected"),
  restored: shownNumber(row, draft, "restored"),
  text: draft.text ?? "",
});

export type ReportProblem = { field: ReportNumber | "status"; message: string };
export type ReportCommand = Omit<CommandInputOf<"update.post">, "id">;

type Rules = {
  /** May the author say how the organisation stands? */
  setsStatus: boolean;
  /** The marking that is preset. */
  marking: Marking;
  /** Incident time in milliseconds. */
  now: number;
};

/** The command that the report becomes, or what must be changed first. */
export const reportCommand = (row: Row, draft: ReportDraft, rules: Rules): ReportCommand | ReportProblem => {
  const shown = shownReport(row, draft);
  const figures: NonNullable<ReportCommand["figures"]> = [];
  for (const number of ["affected", "restored"] as const) {
    const value = readCount(shown[number]);
    if (value === undefined) return { field: number, message: "Write a whole number, like 37000." };
    const { key, unit } = REPORT_METRICS[number];
    if (value !== null) figures.push({ metric: key, value, unit });
  }
  const text = shown.text.trim();
  const status = rules.setsStatus ? shown.status : null;
  if (status === null && figures.length === 0 && text === "") {
    return { field: "status", message: "Choose a status, or write a number or a line." };
  }
  return {
    kind: "update.post",
    organisation: row.id,
    marking: draft.marking ?? rules.marking,
    ...(status === null ? {} : { status }),
    ...(figures.length === 0 ? {} : { figures }),
    ...(text === "" ? {} : { text }),
    ...(draft.nextMin === undefined ? {} : { nextDue: new Date(rules.now + draft.nextMin * 60_000).toISOString() }),
    ...(draft.corrects === undefined ? {} : { corrects: draft.corrects }),
  };
};

export const isProblem = (result: ReportCommand | ReportProblem): result is ReportProblem => "field" in result;

const isLaxer = (a: Marking, b: Marking): boolean => MARKINGS.indexOf(a) > MARKINGS.indexOf(b);

/** Things worth a second look before sending. They never stop anybody. */
export const softChecks = (row: Row, command: ReportCommand): string[] => {
  const said = (number: ReportNumber): number | undefined =>
    command.figures?.find(({ metric }) => metric === REPORT_METRICS[number].key)?.value;
  const [affected, restored] = [said("affected"), said("restored")];
  const before = lastFigure(row, "affected")?.value;
  const checks: string[] = [];
  if (affected !== undefined && before !== undefined && before > 0 && affected >= before * 10) {
    checks.push(`Ten times as many as last time (${countWords(before)})?`);
  }
  if (affected !== undefined && restored !== undefined && restored > affected) {
    checks.push("More are back than were affected?");
  }
  if (command.status === "down" && affected === 0) checks.push("Down, with nothing affected?");
  const last = row.own?.marking ?? row.text?.marking;
  if (last !== undefined && command.marking !== undefined && isLaxer(command.marking, last)) {
    checks.push(`More people will see this than last time (${last}).`);
  }
  return checks;
};
