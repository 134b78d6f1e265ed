import { applyAll } from "#domain/apply";
import { type Board, emptyBoard } from "#domain/board";
import type { Event, EventBodies, EventKind, EventOf } from "#domain/event";
import type { Role } from "#domain/words";

/** Boards for tests, made the way all boards are made: from events. */

const START = Date.parse("2026-03-02T08:00:00Z");

/** A moment so many minutes after the incident was declared. */
export const minute = (minutes: number): number => START + minutes * 60_000;
export const isoMinute = (minutes: number): string => new Date(minute(minutes)).toISOString();

let made = 0;

type Extra = { organisation?: string; person?: string; role?: Role; id?: string };

/** An event of the given kind, told at the given minute. */
export const event = <K extends EventKind>(
  kind: K,
  at: number,
  body: EventBodies[K],
  { organisation = "own", person = "me", role = "liaison", id }: Extra = {},
): EventOf<K> => {
  made += 1;
  const envelope = {
    id: id ?? `event-${made}`,
    at: isoMinute(at),
    command: `command-${made}`,
    marking: "TLP:GREEN" as const,
    by: { person, name: `Person ${person}`, organisation, role },
  };
  const whole: unknown = { ...envelope, kind, ...body };
  return whole as EventOf<K>;
};

export type Sketch = { id: string; sector?: string; name?: string; cadenceMin?: number | null };

/** A declared incident with a cadence of 60 minutes and these organisations, none of them heard yet. */
export const declared = (organisations: readonly Sketch[]): Event =>
  event("incident.declared", 0, {
    incident: {
      id: "incident",
      title: "Outage",
      severity: 2,
      mode: "real",
      cadenceMin: 60,
      restricted: false,
      defaultMarking: "TLP:AMBER",
    },
    organisations: organisations.map(({ id, sector = "aviation", name = `Name ${id}`, ...more }) => ({
      id,
      name,
      code: id.toUpperCase(),
      sector,
      part: "affected",
      ...more,
    })),
  });

/** What an organisation says of itself, at its own minute. */
export const post = (
  organisation: string,
  at: number,
  says: Partial<EventBodies["update.posted"]>,
  extra: Extra = {},
): EventOf<"update.posted"> =>
  event(
    "update.posted",
    at,
    {
      organisation,
      asOf: isoMinute(at),
      asOfPrecision: "minute",
      source: "own",
      confidence: "confirmed",
      ...says,
    },
    { organisation, ...extra },
  );

export const boardOf = (...events: readonly Event[]): Board => applyAll(emptyBoard, events);
