"use client";

import { memo, type ReactNode } from "react";
import { useBoard, usePresence } from "#client/use-incident";
import { AddressLink } from "#components/frame/address-link";
import { useRoom } from "#components/frame/room";
import { useAddress } from "#components/frame/use-address";
import { useHears } from "#components/frame/use-hears";
import { useIncidentNow } from "#components/frame/use-incident-now";
import type { Board } from "#domain/board";
import { statusAt } from "#domain/recovery";
import { NOTHING_READABLE } from "#domain/silence-words";
import { ageWords, zuluTime } from "#domain/time-words";
import { headlineMachines, type Totals, totalsOf } from "#domain/totals";
import type { ShownStatus } from "#domain/words";
import { filterOf, type Listed } from "./board-filter.ts";
import { organisationsWords } from "./organisation-words.tsx";

const HALF_HOUR = 30 * 60_000;

const isAffected = (status: ShownStatus): boolean => status !== "operating" && status !== "no_report";

/** "+4 since 08:40Z": how many more are affected than half an hour ago. */
const changeWords = (board: Board, now: number, affected: number): string => {
  const then = now - HALF_HOUR;
  if (then < Date.parse(board.incident.declaredAt)) return "since the beginning";
  const before = Object.values(board.organisations).filter((row) =>
    isAffected(statusAt(board.incident, row, then)),
  ).length;
  const change = affected - before;
  const since = `since ${zuluTime(then)}`;
  return `${change === 0 ? "±" : change > 0 ? "+" : "−"}${Math.abs(change)} ${since}`;
};

type NumberProps = { value: ReactNode; unit?: string; label: string; note: string };

const KeyNumber = ({ value, unit, label, note }: NumberProps) => (
  <>
    <span className="key-value">
      {value}
      {unit === undefined ? null : <small> {unit}</small>}
    </span>
    <span className="key-words">
      {label}
      <small>{note}</small>
    </span>
  </>
);

/** Each number lists what it counts; once more takes the list away. */
const Filter = ({ listed, current, ...number }: NumberProps & { listed: Listed; current: Listed | null }) => {
  const isOn = current === listed;
  return (
    <AddressLink className="key" to={{ status: isOn ? null : listed }} aria-current={isOn ? "true" : undefined}>
      <KeyNumber {...number} />
    </AddressLink>
  );
};

const machinesNumber = (totals: Totals, current: Listed | null): ReactNode => {
  const { counts } = totals;
  const machines = headlineMachines(totals);
  if (machines === null) {
    return (
      <Filter
        listed="recovering"
        current={current}
        value={counts.recovering}
        label="recovering"
        note={`${counts.operating} operating`}
      />
    );
  }
  return (
    <div className="key">
      <KeyNumber
        value={Math.round((machines.restored / machines.affected) * 100)}
        unit="%"
        label="machines back"
        note={`told by ${machines.organisations} of ${totals.total}`}
      />
    </div>
  );
};

const PeopleNumber = () => {
  const presence = Object.values(usePresence(useRoom().incidentId)).filter((people) => people > 0);
  const people = presence.reduce((sum, count) => sum + count, 0);
  return (
    <div className="key">
      <KeyNumber value={people} label="here now" note={`from ${organisationsWords(presence.length)}`} />
    </div>
  );
};

const whole = (board: Board): Board => board;

/** Five numbers over the board; those that count organisations list them. */
export const KeyNumbers = memo(() => {
  const board = useBoard(useRoom().incidentId, whole);
  const now = useIncidentNow();
  const { listed } = filterOf(useAddress().params);
  const totals = totalsOf(board, now);
  const isHeard = useHears(board)(null);
  return (
    <nav className="keys" aria-label="Key numbers, each filters the board">
      <Filter
        listed="affected"
        current={listed}
        value={totals.affected}
        unit={`of ${totals.total}`}
        label="affected"
        note={changeWords(board, now, totals.affected)}
      />
      {machinesNumber(totals, listed)}
      <Filter
        listed="no_report"
        current={listed}
        value={totals.silent}
        label="no report"
        note={
          !isHeard
            ? NOTHING_READABLE.toLowerCase()
            : totals.expired === 0
              ? "none of them expired"
              : `${totals.expired} of them expired`
        }
      />
      <Filter
        listed="overdue"
        current={listed}
        value={totals.overdue}
        label="overdue"
        note={
          !isHeard
            ? "by what you may read"
            : totals.overdue === 0
              ? "everyone is in time"
              : `longest ${ageWords(totals.longestOverdueMs)}`
        }
      />
      <PeopleNumber />
    </nav>
  );
});
