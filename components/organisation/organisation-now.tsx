"use client";

import type { OrganisationState } from "#components/board/organisation-state";
import { lastSaidWords } from "#components/board/organisation-words";
import { Moment } from "#components/ui/moment";
import { StatusMark } from "#components/ui/status-mark";
import type { Row } from "#domain/board";
import { NOTHING_READABLE } from "#domain/silence-words";
import { agoWords, stampWords, untilWords, zuluTime } from "#domain/time-words";
import { EXPOSURE_WORDS, STATUS_MEANINGS } from "#domain/words";

const sinceOf = (row: Row): string | null => row.history.at(-1)?.from ?? null;

const LastWord = ({ state, now }: { state: OrganisationState; now: number }) => {
  const { heardAt } = state.row;
  if (heardAt === null) return <b>{state.isHeard ? "Never heard from" : NOTHING_READABLE}</b>;
  return (
    <>
      <b>
        Last word {state.isHeard ? "" : "that you may read "}
        <Moment at={heardAt} now={now} local />
      </b>
      <span className="text-muted">{agoWords(now - Date.parse(heardAt))}</span>
    </>
  );
};

const NextWord = ({ state, now, cadenceMin }: { state: OrganisationState; now: number; cadenceMin: number | null }) => {
  const { dueAtMs } = state;
  if (!state.isHeard) return <b>Next word not known to you</b>;
  if (dueAtMs === null) return <b>No word expected</b>;
  const late = now - dueAtMs;
  return (
    <>
      <b>
        {late > 0 ? "Was due" : "Next word"} {zuluTime(dueAtMs)}
      </b>
      <span className="text-muted">
        {late > 0 ? `overdue ${agoWords(late).replace(" ago", "")}` : untilWords(-late)}
        {cadenceMin === null ? "" : `, every ${cadenceMin < 60 ? `${cadenceMin} min` : `${cadenceMin / 60} h`}`}
      </span>
    </>
  );
};

type Props = { state: OrganisationState; now: number; cadenceMin: number | null };

/** How the organisation stands: status, last word, next word, exposure. */
export const OrganisationNow = ({ state, now, cadenceMin }: Props) => {
  const { row, status } = state;
  const since = sinceOf(row);
  const lastSaid = lastSaidWords(state);
  return (
    <div className="org-now">
      <div>
        <StatusMark status={status} filled />
        <span className="text-muted">
          {lastSaid ??
            (since === null
              ? state.isHeard
                ? STATUS_MEANINGS[status]
                : NOTHING_READABLE.toLowerCase()
              : `since ${stampWords(Date.parse(since), now)}`)}
        </span>
        {row.exposure === null ? null : (
          <span>
            Exposure: <b>{EXPOSURE_WORDS[row.exposure.exposure]}</b>
          </span>
        )}
      </div>
      <div>
        <LastWord state={state} now={now} />
      </div>
      <div>
        <NextWord state={state} now={now} cadenceMin={cadenceMin} />
      </div>
    </div>
  );
};
