import type { AuditRow } from "#domain/audit";
import type { IncidentId, PersonId } from "#domain/ids";
import { strictest } from "#domain/marking";
import { type Marking, RECONSTRUCTED } from "#domain/words";
import { type BundleFormat, bundleOf, jsonLine } from "#server/audit/bundle";
import type { Context } from "#server/context";
import { type Cell, csvLine } from "#server/csv";
import { auditSight } from "./audit-sight.ts";
import { type AuditAsk, auditRows } from "./read-audit.ts";
import type { Exported } from "./read-export.ts";

const HEADINGS = [
  ...["No.", "Time (UTC)", "Person", "Person id", "Organisation", "For", "About"],
  ...["Action", "Object", "Object id", "Name", "Outcome", "Reason", "Marking", "Hash"],
];

const cells = (row: AuditRow, no: number): Cell[] => [
  ...[no, row.at, row.actor?.name, row.actor?.id, row.organisation?.name, row.onBehalf?.name, row.about?.name],
  ...[row.action, row.object.type, row.object.id, row.object.name, row.outcome, row.reason, row.marking],
];

type Head = { label: string; of: string; at: string };

/** The lines of a bundle, oldest first: what it is, and one for each row. */
export const bundledRows = (format: BundleFormat, { label, of, at }: Head, rows: readonly AuditRow[]): string[] =>
  format === "jsonl"
    ? [
        jsonLine({ bundle: "muster-audit", marking: label, of, at, entries: rows.length }),
        ...rows.map((row, index) => jsonLine({ no: index + 1, ...row })),
        jsonLine({ marking: label }),
      ]
    : [
        csvLine([label, of, at]),
        csvLine(HEADINGS.slice(0, -1)),
        ...rows.map((row, index) => csvLine(cells(row, index + 1))),
        csvLine([label]),
      ];

const CONTENT_TYPES = { jsonl: "application/jsonl; charset=utf-8", csv: "text/csv; charset=utf-8" } as const;

type Bundling = { format: BundleFormat; rows: readonly AuditRow[]; of: string; mark: string; now: Date };

/** A bundle with its strictest marking in name, first line and footer. */
export const bundled = (context: Context, { format, rows, of, mark, now }: Bundling): Exported => {
  const marking: Marking = strictest(rows.map((row) => row.marking));
  const at = now.toISOString();
  const label = `${marking}${mark === "" ? "" : ` ${mark}`}`;
  const stamp = at.slice(0, 16).replaceAll(/[-:]/g, "");
  const name = `${mark === "" ? "" : "EXERCISE-"}muster-audit-${stamp}-${marking.replace(":", "-").replace("+", "-")}.${format}`;
  const body = bundleOf(format, bundledRows(format, { label, of, at }, rows), at, context.audit);
  return { name, contentType: CONTENT_TYPES[format], body };
};

/** The reader's rows of an incident's audit, signed, so that anybody can tell later that they are unchanged. */
export const exportAudit = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  format: BundleFormat,
  filter: AuditAsk["filter"],
): Promise<Exported> => {
  const sight = await auditSight(context, person, incident);
  const rows: AuditRow[] = [];
  const release = context.limits.hold("exportsPerIncident", incident);
  try {
    for await (const { row } of auditRows(context, sight, { filter })) rows.push(row);
  } finally {
    release();
  }
  const { mode } = sight.room.roster;
  const mark = mode === "drill" ? `EXERCISE, not a real event. ${RECONSTRUCTED}.` : "";
  return bundled(context, { format, rows: rows.reverse(), of: incident, mark, now: context.now() });
};
