"use client";

import { memo, useState } from "react";
import { Icon } from "#components/ui/icon";
import { StatusIcon } from "#components/ui/status-mark";
import { SHOWN_STATUSES, type ShownStatus, STATUS_WORDS } from "#domain/words";
import { OrganisationChips } from "./organisation-chip.tsx";
import type { OrganisationState } from "./organisation-state.tsx";
import { organisationsWords, percentWords } from "./organisation-words.tsx";
import type { SectorGroup } from "./sector-groups.ts";

type Props = { groups: readonly SectorGroup[]; onOpen: (id: string) => void };

const backWords = ({ machines, total }: SectorGroup): string =>
  machines === null
    ? "no machine count"
    : `${percentWords(machines.share)} back, told by ${machines.organisations} of ${total}`;

const sumOf = (groups: readonly SectorGroup[], status: ShownStatus): number =>
  groups.reduce((sum, group) => sum + (group.columns[status]?.length ?? 0), 0);

type CellProps = {
  /** The same objects in the same order as long as nothing was said and no time has passed. */
  states: readonly OrganisationState[];
  status: ShownStatus;
  sectorName: string;
  onOpen: (id: string) => void;
};

/** Who is fine is a number behind a click. */
const OperatingCell = ({ states, sectorName, onOpen }: Omit<CellProps, "status">) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="lanes-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <StatusIcon status="operating" />
        {states.length}
        <span className="sr-only"> operating in {sectorName}</span>
        <Icon name={isOpen ? "down" : "right"} size="xs" />
      </button>
      {isOpen ? <OrganisationChips states={states} onOpen={onOpen} /> : null}
    </>
  );
};

const isSameCell = (a: CellProps, b: CellProps): boolean =>
  a.states.length === b.states.length &&
  a.states.every((state, index) => state === b.states[index]) &&
  a.onOpen === b.onOpen;

const Cell = memo(({ states, status, sectorName, onOpen }: CellProps) => {
  if (states.length === 0) return <td className="lanes-empty" />;
  return (
    <td data-status={status}>
      <span className="lanes-label">
        {STATUS_WORDS[status]} {states.length}
      </span>
      {status === "operating" ? (
        <OperatingCell states={states} sectorName={sectorName} onOpen={onOpen} />
      ) : (
        <OrganisationChips states={states} isFull={status !== "no_report"} onOpen={onOpen} />
      )}
    </td>
  );
}, isSameCell);

const NOBODY: readonly OrganisationState[] = [];

/** Sectors by status; every organisation is a chip in the column of its status. */
export const Lanes = ({ groups, onOpen }: Props) => (
  <table className="lanes">
    <caption className="sr-only">Organisations by sector and status, worst first</caption>
    <colgroup>
      <col className="lanes-sector" />
      {SHOWN_STATUSES.map((status) => (
        <col key={status} className={`lanes-col-${status}`} />
      ))}
    </colgroup>
    <thead>
      <tr>
        <th scope="col">Sector</th>
        {SHOWN_STATUSES.map((status) => (
          <th key={status} scope="col">
            <span className="mark">
              <StatusIcon status={status} />
              <span>
                {STATUS_WORDS[status]} <b>{sumOf(groups, status)}</b>
              </span>
            </span>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {groups.map((group) => (
        <tr key={group.sector}>
          <th scope="row">
            <b>{group.name}</b>
            <span>
              {organisationsWords(group.total)}, {backWords(group)}
            </span>
          </th>
          {SHOWN_STATUSES.map((status) => (
            <Cell
              key={status}
              states={group.columns[status] ?? NOBODY}
              status={status}
              sectorName={group.name}
              onOpen={onOpen}
            />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
