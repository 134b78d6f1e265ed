import type { Board, Row } from "./board.ts";
import {
  type Absence,
  CATCH_UP_MAX,
  type CatchUpGroup,
  type CatchUpLine,
  type IncidentChange,
  type Named,
  type Spoken,
} from "./catch-up-line.ts";
import { incidentTime, rowState, toIso } from "./clocks.ts";
import type { Event, EventOf } from "./event.ts";
import type { EventId, OrganisationId } from "./ids.ts";
import { headlineMachines, type Totals, totalsOf, worstFirst } from "./totals.ts";

const named = ({ id, code, name }: Row): Named => ({ id, code, name });
type Times = {
  /** Incident time in milliseconds, at the read mark and now. */
  since: number;
  now: number;
  /** When each event happened, in the incident's time. */
  of: ReadonlyMap<EventId, string>;
};
const spoken = (event: Exclude<Event, { kind: "redacted" }>, times: Times): Spoken => ({
  event: event.id,
  at: times.of.get(event.id) ?? event.at,
  by: event.by.name,
});
const updatePath = (event: EventId): string => `updates#u-${event}`;
const isOf =
  <K extends Exclude<Event["kind"], "redacted">>(...kinds: K[]) =>
  (event: Event): event is EventOf<K> =>
    kinds.some((kind) => kind === event.kind);

const commentsOf = ({ events, viewer }: Absence): EventOf<"comment.posted">[] =>
  events.filter(isOf("comment.posted")).filter((event) => event.by.person !== viewer.person);

const isMention = (event: EventOf<"comment.posted">, { viewer }: Absence): boolean =>
  event.mentions?.includes(viewer.person) ?? false;

const commentLine = (kind: "mention" | "comment", event: EventOf<"comment.posted">, times: Times): CatchUpLine => ({
  kind,
  ...spoken(event, times),
  text: event.text,
  path: updatePath(event.on === "room" ? event.id : event.on),
});

const mentions = (absence: Absence, times: Times): CatchUpLine[] =>
  commentsOf(absence)
    .filter((event) => isMention(event, absence))
    .map((event) => commentLine("mention", event, times));

const comments = (absence: Absence, times: Times): CatchUpLine[] =>
  commentsOf(absence)
    .filter((event) => !isMention(event, absence))
    .map((event) => commentLine("comment", event, times));

const OWN_ROW_WHAT = {
  "update.posted": "posted",
  "update.redacted": "redacted",
  "organisation.cadence-set": "cadence",
  "organisation.left": "left",
} as const;
type OwnRowEvent = EventOf<keyof typeof OWN_ROW_WHAT>;

/** The organisation the event is about; a redaction names only what it took away. */
const organisationOf = (event: OwnRowEvent, before: Board): OrganisationId | undefined => {
  if (event.kind !== "update.redacted") return event.organisation;
  const redacted = before.feed.find((item) => item.event.id === event.event)?.event;
  return redacted?.kind === "update.posted" ? redacted.organisation : undefined;
};

/** What others did to the viewer's own organisation. */
const ownRow = ({ before, after, events, viewer }: Absence, times: Times): CatchUpLine[] => {
  const row = after.organisations[viewer.organisation];
  if (row === undefined) return [];
  return events
    .filter(isOf("update.posted", "update.redacted", "organisation.cadence-set", "organisation.left"))
    .filter((event) => organisationOf(event, before) === row.id && event.by.person !== viewer.person)
    .map((event) => ({
      kind: "own-row",
      ...spoken(event, times),
      organisation: named(row),
      what: OWN_ROW_WHAT[event.kind],
      ...(event.kind === "update.posted" && event.text !== undefined ? { text: event.text } : {}),
      path: event.kind === "update.posted" ? updatePath(event.id) : `org/${row.id}`,
    }));
};

const incidentChange = (
  event: EventOf<"incident.severity-set" | "incident.phase-set" | "incident.closed" | "incident.reopened">,
): { what: IncidentChange; text: string } => {
  switch (event.kind) {
    case "incident.severity-set":
      return { what: { severity: event.severity, was: event.was }, text: event.reason };
    case "incident.phase-set":
      return { what: { phase: event.phase }, text: event.reason };
    case "incident.closed":
      return { what: { closed: true }, text: event.resolution };
    case "incident.reopened":
      return { what: { closed: false }, text: event.reason };
  }
};

const incidentChanges = ({ events }: Absence, times: Times): CatchUpLine[] =>
  events
    .filter(isOf("incident.severity-set", "incident.phase-set", "incident.closed", "incident.reopened"))
    .map((event) => ({
      kind: "incident",
      ...spoken(event, times),
      ...incidentChange(event),
      path: updatePath(event.id),
    }));

/** In a drill the clock was set anew whenever its pace changed. */
const timesOfEvents = ({ before, events }: Absence): ReadonlyMap<EventId, string> => {
  let clock = before.incident.clock;
  const times = new Map<EventId, string>();
  for (const event of events) {
    if (event.kind === "drill.paced" || event.kind === "incident.declared") clock = event.clock ?? null;
    times.set(event.id, toIso(incidentTime({ clock, closedAt: null }, Date.parse(event.at))));
  }
  return times;
};

const timesOf = (absence: Absence): Times => ({
  since: incidentTime(absence.before.incident, absence.since),
  now: incidentTime(absence.after.incident, absence.now),
  of: timesOfEvents(absence),
});

/** From what the viewer last knew to what stands now: one line for each sector and step. */
const statusChanges = (absence: Absence, times: Times): CatchUpLine[] => {
  const { before, after } = absence;
  const lines = new Map<string, Extract<CatchUpLine, { kind: "status" }>>();
  for (const row of Object.values(after.organisations)) {
    const old = before.organisations[row.id];
    const from = old === undefined ? "no_report" : rowState(before.incident, old, times.since).status;
    const to = rowState(after.incident, row, times.now).status;
    if (from === to) continue;
    const key = `${row.sector} ${from} ${to}`;
    const path = `updates?sector=${encodeURIComponent(row.sector)}&kind=status`;
    const line = lines.get(key) ?? { kind: "status", sector: row.sector, from, to, organisations: [], path };
    line.organisations.push(named(row));
    lines.set(key, line);
  }
  return [...lines.values()].sort(
    (a, b) =>
      worstFirst(a.to, b.to) ||
      b.organisations.length - a.organisations.length ||
      a.sector.localeCompare(b.sector) ||
      worstFirst(a.from, b.from),
  );
};

const pins = ({ after, events }: Absence, times: Times): CatchUpLine[] => {
  const items = new Map(after.feed.map((item) => [item.event.id, item.event]));
  return events.filter(isOf("event.pinned")).flatMap((event): CatchUpLine[] => {
    const item = items.get(event.event);
    const text = item !== undefined && "text" in item ? item.text : undefined;
    const row = item?.kind === "update.posted" ? after.organisations[item.organisation] : undefined;
    if (text === undefined) return [];
    const organisation = row === undefined ? {} : { organisation: named(row) };
    return [{ kind: "pinned", ...spoken(event, times), ...organisation, text, path: updatePath(event.event) }];
  });
};

const isLate = (board: Board, row: Row | undefined, now: number): boolean => {
  if (row === undefined) return false;
  const { freshness } = rowState(board.incident, row, now);
  return freshness === "overdue" || freshness === "expired";
};

const newlyOverdue = ({ before, after }: Absence, times: Times): CatchUpLine[] => {
  const late = Object.values(after.organisations)
    .filter((row) => isLate(after, row, times.now) && !isLate(before, before.organisations[row.id], times.since))
    .map((row) => ({ ...named(row), overdueMs: rowState(after.incident, row, times.now).overdueMs }))
    .sort((a, b) => b.overdueMs - a.overdueMs || a.code.localeCompare(b.code));
  return late.length === 0 ? [] : [{ kind: "overdue", organisations: late, path: "?show=overdue" }];
};

const percentBack = (totals: Totals): number | null => {
  const machines = headlineMachines(totals);
  return machines === null ? null : Math.round((100 * machines.restored) / machines.affected);
};

const figures = ({ before, after }: Absence, times: Times): CatchUpLine[] => {
  const [old, now] = [totalsOf(before, times.since), totalsOf(after, times.now)];
  const affected = { from: old.affected, to: now.affected };
  const silent = { from: old.silent, to: now.silent };
  const [backThen, backNow] = [percentBack(old), percentBack(now)];
  const machines = backThen === null || backNow === null ? undefined : { from: backThen, to: backNow };
  const steps = [affected, silent, ...(machines === undefined ? [] : [machines])];
  if (steps.every((step) => step.from === step.to)) return [];
  return [
    {
      kind: "figures",
      affected,
      silent,
      ...(machines === undefined ? {} : { machines }),
      total: now.total,
      path: "exec",
    },
  ];
};

const people = ({ events, viewer }: Absence): CatchUpLine[] => {
  const joined = events
    .filter(isOf("participant.joined"))
    .filter((event) => event.person.id !== viewer.person && event.by.person !== viewer.person);
  if (joined.length === 0) return [];
  const names = joined.map((event) => event.person.name);
  return [{ kind: "people", names, organisations: new Set(joined.map((e) => e.organisation)).size, path: "people" }];
};

/** Where the rest of a group can be read. */
const MORE_PATH: Record<CatchUpGroup, string> = {
  mention: "updates",
  "own-row": "me",
  incident: "updates",
  status: "updates?kind=status",
  pinned: "updates",
  overdue: "?show=overdue",
  figures: "exec",
  comment: "updates",
  people: "people",
};

type Group = { of: CatchUpGroup; lines: CatchUpLine[] };

/** Every group that has something gets a line; the lines that are left go to the first groups in order. */
const shorten = (groups: readonly Group[]): CatchUpLine[] => {
  let spare = CATCH_UP_MAX - groups.length;
  return groups.flatMap(({ of, lines }) => {
    const room = 1 + Math.min(spare, lines.length - 1);
    spare -= room - 1;
    if (room >= lines.length) return lines;
    const shown = lines.slice(0, room - 1);
    const count = lines.slice(room - 1).length;
    return [...shown, { kind: "more", of, count, path: MORE_PATH[of] }];
  });
};

/** Deterministic, at most `CATCH_UP_MAX` lines, what is addressed to the viewer first. */
export const catchUpOf = (absence: Absence): CatchUpLine[] => {
  const times = timesOf(absence);
  const groups: Group[] = [
    { of: "mention", lines: mentions(absence, times) },
    { of: "own-row", lines: ownRow(absence, times) },
    { of: "incident", lines: incidentChanges(absence, times) },
    { of: "status", lines: statusChanges(absence, times) },
    { of: "pinned", lines: pins(absence, times) },
    { of: "overdue", lines: newlyOverdue(absence, times) },
    { of: "figures", lines: figures(absence, times) },
    { of: "comment", lines: comments(absence, times) },
    { of: "people", lines: people(absence) },
  ];
  return shorten(groups.filter((group) => group.lines.length > 0));
};
