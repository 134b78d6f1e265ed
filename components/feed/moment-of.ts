import type { FeedItem, IncidentState } from "#domain/board";
import { agoWords, stampWords, zonedTime, zuluDay, zuluTime } from "#domain/time-words";
import { incidentTimeOf } from "../frame/incident-time-of.ts";

/** When an item is true, as exactly as its source says. */
export type ItemMoment = { words: string; ago: string | null; iso: string };

const MINUTE = 60_000;

const dayIn = (ms: number, timeZone: string | undefined): string =>
  timeZone === undefined ? zuluDay(ms) : zonedTime(ms, timeZone).day;

/**
 * "09:00Z", "about 08:56Z", or "19 Jul, time not known": the day is the one of the organisation's own zone.
 * `now` is the incident's time.
 */
export const momentOf = (
  { event }: FeedItem,
  incident: Pick<IncidentState, "clock">,
  now: number,
  timeZone: string | undefined,
): ItemMoment => {
  if (event.kind !== "update.posted") {
    const ms = incidentTimeOf(incident, Date.parse(event.at));
    return { words: stampWords(ms, now), ago: agoWords(now - ms), iso: new Date(ms).toISOString() };
  }
  const ms = Date.parse(event.asOf);
  switch (event.asOfPrecision) {
    case "day":
      return { words: `${dayIn(ms, timeZone)}, time not known`, ago: null, iso: event.asOf.slice(0, 10) };
    case "hour":
      return { words: `about ${stampWords(ms, now)}`, ago: null, iso: event.asOf };
    case "minute":
      // What is ahead was promised or planned: it is not "ago".
      return { words: stampWords(ms, now), ago: ms - now > MINUTE ? null : agoWords(now - ms), iso: event.asOf };
    default:
      return event.asOfPrecision satisfies never;
  }
};

/** "written 09:10Z, sent 09:31Z", by the incident's clock: only when the line was down in between and it can be seen. */
export const delayWords = (
  { writtenAt, at }: { writtenAt?: string; at: string },
  incident: Pick<IncidentState, "clock">,
): string | null => {
  if (writtenAt === undefined) return null;
  const [written, sent] = [writtenAt, at].map((iso) => zuluTime(incidentTimeOf(incident, Date.parse(iso))));
  const isShort = Math.abs(Date.parse(at) - Date.parse(writtenAt)) < MINUTE;
  return written === sent && isShort ? null : `written ${written}, sent ${sent}`;
};
