import { v7 } from "uuid";
import type { EventId } from "#domain/ids";
import { api } from "./api.ts";
import type { IncidentSession, ReadMark } from "./incident-session.ts";

/** A mark is a line of the log for good: a person who keeps reading makes one in this time at most. */
const EVERY_MS = 10 * 60_000;

type Moved = { mark: ReadMark; sentAt: number };
const moved = new WeakMap<IncidentSession, Moved>();

/** Up to where this person has read, as far as this page knows. */
export const readMarkIn = (session: IncidentSession): ReadMark | null =>
  moved.get(session)?.mark ?? session.opening.read ?? null;

/**
 * Everything that has come in so far counts as read, up to `event`. The server is told in its own time: a mark
 * that gets lost only shows something as new again.
 */
export const markRead = (session: IncidentSession, event: EventId, at: string, now = performance.now()): void => {
  const before = moved.get(session)?.sentAt ?? Number.NEGATIVE_INFINITY;
  const isDue = now - before >= EVERY_MS;
  moved.set(session, { mark: { event, at }, sentAt: isDue ? now : before });
  if (!isDue) return;
  const command = { id: v7(), kind: "read.mark", cursor: session.place() };
  api.post(`/api/v1/incidents/${session.incident}/commands`, command).catch(() => {
    moved.set(session, { mark: { event, at }, sentAt: before });
  });
};
