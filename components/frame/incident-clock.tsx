"use client";

import { useBoard } from "#client/use-incident";
import { useTimeZone } from "#components/ui/use-time-zone";
import type { Board } from "#domain/board";
import { elapsedWords, stampWords, toIsoMinute, zonedTime, zuluTime } from "#domain/time-words";
import { useRoom } from "./room.tsx";
import { useIncidentNow } from "./use-incident-now.tsx";

const declaredAtOf = (board: Board): string => board.incident.declaredAt;

/** The incident's time: UTC, the reader's own clock, and how long it lasts. */
export const IncidentClock = () => {
  const now = useIncidentNow();
  const declaredAt = Date.parse(useBoard(useRoom().incidentId, declaredAtOf));
  const zone = useTimeZone();
  const here = zone === null ? null : zonedTime(now, zone);
  return (
    <span className="clock" role="timer" aria-label="Incident clock">
      <time dateTime={toIsoMinute(now)} title={stampWords(now, 0)}>
        <b>{zuluTime(now)}</b>
      </time>
      {here === null ? null : <span>{`${here.time} ${here.zone}`}</span>}
      <span className="clock-elapsed">{elapsedWords(now - declaredAt)}</span>
    </span>
  );
};
