"use client";

import { memo } from "react";
import { useAddress } from "#components/frame/use-address";
import { SortHeader } from "#components/ui/sort-header";
import { StatusMark } from "#components/ui/status-mark";
import { TlpChip } from "#components/ui/tlp-chip";
import { sectorName } from "#domain/sectors";
import { ageWords, zuluTime } from "#domain/time-words";
import { type Confidence, type Marking, type ShownStatus, SOURCE_WORDS, type Source } from "#domain/words";
import { OrganisationLink } from "./organisation-link.tsx";
import { machineFiguresOf, machinesOf, type OrganisationState } from "./organisation-state.tsx";
import { countWords, lastSaidWords, neverWords, percentWords } from "./organisation-words.tsx";
import { COLUMNS, nextSort, type Sort } from "./table-columns.ts";

type RowProps = {
  id: string;
  code: string;
  name: string;
  sector: string;
  status: ShownStatus;
  lastSaid: string | null;
  affected: string;
  back: string;
  share: string;
  heard: string;
  due: string;
  isLate: boolean;
  source: Source | null;
  confidence: Confidence | null;
  marking: Marking | null;
  onOpen: (id: string) => void;
};

const RowCells = memo((row: RowProps) => (
  <tr className={row.isLate ? "table-late" : undefined}>
    <th scope="row">
      <OrganisationLink id={row.id} onOpen={row.onOpen}>
        <span className="code">{row.code}</span> {row.name}
      </OrganisationLink>
    </th>
    <td data-label="Sector">{row.sector}</td>
    <td data-label="Status">
      <StatusMark status={row.status} />
      {row.lastSaid === null ? null : <small>{row.lastSaid}</small>}
    </td>
    <td data-label="Affected" className="numeric">
      {row.affected}
    </td>
    <td data-label="Back" className="numeric">
      {row.back}
    </td>
    <td data-label="%" className="numeric">
      {row.share}
    </td>
    <td data-label="Last heard">{row.heard}</td>
    <td data-label="Next due">{row.due}</td>
    <td data-label="Source">{row.source === null ? "–" : SOURCE_WORDS[row.source]}</td>
    <td data-label="Confidence">{row.confidence ?? "–"}</td>
    <td data-label="Marking">{row.marking === null ? "–" : <TlpChip marking={row.marking} slim />}</td>
  </tr>
));

const dueCell = ({ dueAtMs, freshness, overdueMs, isHeard }: OrganisationState): string => {
  if (dueAtMs === null || !isHeard) return "–";
  if (freshness === "overdue" || freshness === "expired") return `overdue ${ageWords(overdueMs)}`;
  return freshness === "due" ? `due ${zuluTime(dueAtMs)}` : zuluTime(dueAtMs);
};

const countOrDash = (count: number | null | undefined): string => (count == null ? "–" : countWords(count));

const rowProps = (state: OrganisationState): Omit<RowProps, "onOpen"> => {
  const { row, statement } = state;
  const figures = machineFiguresOf(row);
  const machines = machinesOf(row);
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    sector: sectorName(row.sector),
    status: state.status,
    lastSaid: lastSaidWords(state),
    affected: countOrDash(figures?.affected),
    back: countOrDash(figures?.restored),
    share: machines === null ? "–" : percentWords(machines.share),
    heard: state.ageMs !== null ? ageWords(state.ageMs) : state.isHeard ? "never" : neverWords(state),
    due: dueCell(state),
    isLate: state.isLate && state.ageMs !== null && state.isHeard,
    source: statement?.source ?? null,
    confidence: statement?.confidence ?? null,
    marking: statement?.marking ?? null,
  };
};

type StateRowProps = { state: OrganisationState; onOpen: (id: string) => void };

/** Words are made once for each state, and drawn when they are others than before. */
const OrganisationRow = memo(({ state, onOpen }: StateRowProps) => <RowCells {...rowProps(state)} onOpen={onOpen} />);

type Props = { states: readonly OrganisationState[]; sort: Sort | null; onOpen: (id: string) => void };

/** Every organisation with everything it said: the twin of the matrix for readers, and the form for paper. */
export const OrganisationTable = ({ states, sort, onOpen }: Props) => {
  const { change } = useAddress();
  return (
    <table className="org-table">
      <caption className="sr-only">Organisations with status, figures and sources</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <SortHeader
              key={column.key}
              direction={sort?.column.key === column.key ? sort.direction : null}
              numeric={column.isNumeric ?? false}
              onSort={() => change({ sort: nextSort(sort, column) })}
            >
              {column.label}
            </SortHeader>
          ))}
        </tr>
      </thead>
      <tbody>
        {states.map((state) => (
          <OrganisationRow key={state.row.id} state={state} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
};
