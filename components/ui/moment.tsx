"use client";

import { agoWords, stampWords, zonedTime, zuluDay, zuluTime } from "#domain/time-words";
import { useTimeZone } from "./use-time-zone.tsx";

type Props = {
  /** ISO 8601. */
  at: string;
  /** The moment the page shows, in milliseconds; days and ages are counted from it. */
  now: number;
  /** Adds "42 min ago". */
  relative?: boolean;
  /** Adds the reader's own clock: "05:10 EDT". */
  local?: boolean;
  seconds?: boolean;
};

/** A moment: UTC first, the reader's clock beside it or on hover, and how long ago it was. */
export const Moment = ({ at, now, relative = false, local = false, seconds = false }: Props) => {
  const zone = useTimeZone();
  const ms = Date.parse(at);
  const here = zone === null ? null : zonedTime(ms, zone);
  const full = `${zuluDay(ms)} ${zuluTime(ms, true)}${here === null ? "" : `, ${here.day} ${here.time} ${here.zone}`}`;
  return (
    <span className="whitespace-nowrap">
      <time dateTime={at} title={full}>
        {stampWords(ms, now, seconds)}
        {local && here !== null ? <span className="text-muted"> ({`${here.time} ${here.zone}`})</span> : null}
      </time>
      {relative ? <span className="text-muted"> {agoWords(now - ms)}</span> : null}
    </span>
  );
};
