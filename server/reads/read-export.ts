import type { Board } from "#domain/board";
import { incidentTime, type RowState, rowState } from "#domain/clocks";
import type { Event } from "#domain/event";
import { strictest } from "#domain/marking";
import { metricLabel } from "#domain/metrics";
import { may } from "#domain/policy";
import { forbidden } from "#domain/refusal";
import { AFFECTED, RESTORED, sectorName } from "#domain/sectors";
import { type Marking, RECONSTRUCTED, STATUS_WORDS } from "#domain/words";
import type { Context } from "#server/context";
import { csvCell as cell } from "#server/csv";
import { boardNow, visibleBetween } from "./viewing.ts";

export type ExportFormat = "json" | "csv" | "md";
export type Exported = { name: string; contentType: string; body: string };

const markingsOf = (board: Board, events: readonly Event[]): Marking =>
  strictest([
    ...events.flatMap((event) => (event.kind === "redacted" ? [] : [event.marking])),
    ...Object.values(board.organisations).flatMap((row) => (row.own === null ? [] : [row.own.marking])),
  ]);

const rowsOf = (board: Board, now: number): { row: Board["organisations"][string]; state: RowState }[] =>
  Object.values(board.organisations)
    .map((row) => ({ row, state: rowState(board.incident, row, now) }))
    .sort((a, b) => a.row.sector.localeCompare(b.row.sector) || a.row.name.localeCompare(b.row.name));

const HEADINGS = [
  "Organisation",
  "Code",
  "Sector",
  "Status",
  "Affected",
  "Back",
  "Last heard",
  "Source",
  "Confidence",
  "Marking",
  "Text",
];

const cellsOf = ({ row, state }: ReturnType<typeof rowsOf>[number]): (string | number | null | undefined)[] => [
  row.name,
  row.code,
  sectorName(row.sector),
  STATUS_WORDS[state.status],
  row.figures[AFFECTED.key]?.value,
  row.figures[RESTORED.key]?.value,
  row.heardAt,
  state.statement?.source,
  state.statement?.confidence,
  state.statement?.marking,
  row.text?.text,
];

const csv = (board: Board, now: number, label: string): string =>
  [
    cell(label),
    HEADINGS.map(cell).join(","),
    ...rowsOf(board, now).map((line) => cellsOf(line).map(cell).join(",")),
    cell(label),
    "",
  ].join("\r\n");

const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|]/g, "\\$&").replaceAll("\n", " ");

const markdown = (board: Board, now: number, label: string): string => {
  const rows = rowsOf(board, now).map(
    (line) =>
      `| ${cellsOf(line)
        .map((value) => escaped(String(value ?? "")))
        .join(" | ")} |`,
  );
  const figures = Object.values(board.organisations).flatMap((row) =>
    Object.values(row.figures).map(
      (figure) => `- ${escaped(row.name)}: ${metricLabel(figure.metric)} ${figure.value} (as of ${figure.asOf})`,
    ),
  );
  return [
    `**${label}**`,
    "",
    `# ${escaped(board.incident.title)}`,
    "",
    `Severity ${board.incident.severity}, ${board.incident.phase}, as of ${new Date(now).toISOString()}`,
    "",
    `| ${HEADINGS.join(" | ")} |`,
    `|${HEADINGS.map(() => "---").join("|")}|`,
    ...rows,
    "",
    ...(figures.length === 0 ? [] : ["## Figures", "", ...figures, ""]),
    `**${label}**`,
    "",
  ].join("\n");
};

/** What this viewer may see, with its strictest marking in name, first line and footer; a drill says so everywhere. */
export const exportIncident = async (
  context: Context,
  person: string,
  incident: string,
  format: ExportFormat,
): Promise<Exported> => {
  const { view, board, place } = await boardNow(context, person, incident);
  if (!may(view.viewer, "export")) throw forbidden();
  const events: Event[] = [];
  const release = context.limits.hold("exportsPerIncident", incident);
  try {
    for await (const entries of visibleBetween(context, view, 0, place)) {
      // One's own read marks are no part of what happened, and would mark the whole file TLP:RED.
      events.push(...entries.map((entry) => entry.event).filter(({ kind }) => kind !== "read.marked"));
    }
  } finally {
    release();
  }
  const now = incidentTime(board.incident, context.now().getTime());
  const marking = markingsOf(board, events);
  const drill = board.incident.mode === "drill";
  const label = `${marking}${drill ? ` EXERCISE, not a real event. ${RECONSTRUCTED}.` : ""}`;
  const stamp = new Date(now).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
  const name = `${drill ? "EXERCISE-" : ""}muster-${stamp}-${marking.replace(":", "-").replace("+", "-")}.${format}`;
  if (format === "csv") return { name, contentType: "text/csv; charset=utf-8", body: csv(board, now, label) };
  if (format === "md") return { name, contentType: "text/markdown; charset=utf-8", body: markdown(board, now, label) };
  const body = JSON.stringify(
    { marking: label, asOf: new Date(now).toISOString(), board, events, footer: label },
    null,
    1,
  );
  return { name, contentType: "application/json; charset=utf-8", body };
};
