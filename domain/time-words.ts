/** Times and ages in words. Pure: the moment and the zone come from whoever shows them. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (n: number): string => String(n).padStart(2, "0");

/** How long something is ago or away: "now", "7 min", "1 h 05", "3 d". */
export const ageWords = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span < MINUTE) return "now";
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h ${two(Math.floor((span % HOUR) / MINUTE))}`;
  return `${Math.floor(span / DAY)} d`;
};

/** The same with a direction: "now", "7 min ago". */
export const agoWords = (ms: number): string => (ms < MINUTE ? "now" : `${ageWords(ms)} ago`);

/** Time left: "in 18 min", and by the second in the last two minutes. */
export const untilWords = (ms: number): string => {
  if (ms <= 0) return "now";
  if (ms < 2 * MINUTE) return `in ${Math.ceil(ms / SECOND)} s`;
  return `in ${ageWords(ms)}`;
};

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A span in full words, for names that are read aloud: "12 minutes", "1 hour 5 minutes", "3 days". */
export const spanWords = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span < MINUTE) return "less than a minute";
  if (span < HOUR) return counted(Math.floor(span / MINUTE), "minute");
  if (span >= DAY) return counted(Math.floor(span / DAY), "day");
  const minutes = Math.floor((span % HOUR) / MINUTE);
  const hours = counted(Math.floor(span / HOUR), "hour");
  return minutes === 0 ? hours : `${hours} ${counted(minutes, "minute")}`;
};

/** "09:10Z", or "09:10:12Z" with seconds. */
export const zuluTime = (ms: number, seconds = false): string => {
  const at = new Date(ms);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${seconds ? `:${two(at.getUTCSeconds())}` : ""}Z`;
};

/** "19 Jul", of the UTC day. */
export const zuluDay = (ms: number): string => {
  const at = new Date(ms);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`;
};

const dayNumber = (ms: number): number => Math.floor(ms / DAY);

/** "09:10Z" today, "Yesterday 23:50Z", "19 Jul 09:10Z", with the year when it is another one. All days are UTC days. */
export const stampWords = (ms: number, now: number, seconds = false): string => {
  const time = zuluTime(ms, seconds);
  const days = dayNumber(now) - dayNumber(ms);
  if (days === 0) return time;
  if (days === 1) return `Yesterday ${time}`;
  const year = new Date(ms).getUTCFullYear();
  return `${zuluDay(ms)}${year === new Date(now).getUTCFullYear() ? "" : ` ${year}`} ${time}`;
};

/** The clock of an incident: "T+05:01" on the first day, then "day 4". */
export const elapsedWords = (ms: number): string => {
  const span = Math.max(0, ms);
  if (span >= DAY) return `day ${Math.floor(span / DAY) + 1}`;
  return `T+${two(Math.floor(span / HOUR))}:${two(Math.floor((span % HOUR) / MINUTE))}`;
};

/** English of different countries knows the short names of different zones. */
const LOCALES = ["en-GB", "en-US", "en-AU", "en-NZ", "en-IN", "en-ZA"] as const;

type ZoneFormats = { clock: Intl.DateTimeFormat; names: Intl.DateTimeFormat[] };
const formats = new Map<string, ZoneFormats>();

/** Building a format costs a thousand times what using it costs. */
const formatsOf = (timeZone: string): ZoneFormats => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made: ZoneFormats = {
    clock: new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      day: "numeric",
      month: "numeric",
    }),
    names: LOCALES.map((locale) => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" })),
  };
  formats.set(timeZone, made);
  return made;
};

const partOf = (parts: Intl.DateTimeFormatPart[], type: Intl.DateTimeFormatPartTypes): string =>
  parts.find((part) => part.type === type)?.value ?? "";

const zoneName = (ms: number, names: readonly Intl.DateTimeFormat[]): string => {
  let name = "";
  for (const format of names) {
    name = partOf(format.formatToParts(ms), "timeZoneName");
    if (!/[+-]/.test(name)) return name;
  }
  return name.replace("GMT", "UTC");
};

/** Clock time in a zone, with the name of the zone and the day there. */
export type ZonedTime = { time: string; zone: string; day: string };

/** What the clocks of a place show: `{time: "05:10", zone: "EDT", day: "19 Jul"}`. */
export const zonedTime = (ms: number, timeZone: string): ZonedTime => {
  const { clock, names } = formatsOf(timeZone);
  const parts = clock.formatToParts(ms);
  return {
    time: `${partOf(parts, "hour")}:${partOf(parts, "minute")}`,
    zone: zoneName(ms, names),
    day: `${Number(partOf(parts, "day"))} ${MONTHS[Number(partOf(parts, "month")) - 1] ?? ""}`,
  };
};

/** ISO 8601 to the minute: what a `datetime` attribute says of a clock that moves by minutes. */
export const toIsoMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
