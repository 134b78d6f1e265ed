import type { FeedItem } from "#domain/board";
import type { Event } from "#domain/event";
import type { Me } from "#server/access/me";
import type { Context } from "#server/context";
import { readAbout, readEntriesBack } from "#server/journal/read";
import { running } from "#server/running";
import { NEWS } from "./news.ts";
import { orNull } from "./read-room.ts";
import { type Viewing, viewing, visible } from "./viewing.ts";

export type TimelineFilter = {
  organisation?: string | undefined;
  sector?: string | undefined;
  kinds?: readonly string[] | undefined;
};
export type TimelineAsk = {
  before?: string | undefined;
  limit?: number | undefined;
  filter?: TimelineFilter | undefined;
};
export type Timeline = { items: FeedItem[]; cursor: string; more: boolean };

const LIMIT = 50;
const CHUNK = 400;
const organisationOf = (event: Event): string | null => {
  if (event.kind === "redacted" || !("organisation" in event)) return null;
  return typeof event.organisation === "string" ? event.organisation : event.organisation.id;
};

const passes = ({ room }: Viewing, event: Event, filter: TimelineFilter): boolean => {
  const organisation = organisationOf(event);
  if (filter.organisation !== undefined && organisation !== filter.organisation) return false;
  if (filter.sector === undefined) return true;
  return organisation !== null && room.roster.organisations.get(organisation)?.sector === filter.sector;
};

/** What stands on the items: corrections, pins, acknowledgements, comments; only what the viewer may see. */
export const adorned = async (context: Context, view: Viewing, events: readonly Event[]): Promise<FeedItem[]> => {
  const about = await readAbout(
    context.store.db,
    view.room.incident,
    events.map((event) => event.id),
  );
  const items = new Map<string, FeedItem>(events.map((event) => [event.id, { event }]));
  for (const { event, seen } of await visible(view, about)) {
    const item = items.get(seen.about ?? "");
    if (item === undefined) continue;
    if (event.kind === "comment.posted") item.comments = (item.comments ?? 0) + 1;
    if (event.kind === "event.pinned") item.pinned = true;
    if (event.kind === "update.posted") item.correctedBy = event.id;
    if (event.kind !== "event.acknowledged") continue;
    const mark = { person: event.by.person, name: event.by.name, organisation: event.organisation };
    item.acknowledged = [...(item.acknowledged ?? []).filter((one) => one.person !== mark.person), mark];
  }
  return [...items.values()];
};

/** The record, newest first, page by page. */
export const listTimeline = async (
  context: Context,
  person: string,
  incident: string,
  ask: TimelineAsk,
): Promise<Timeline> => {
  const view = await viewing(context, person, incident);
  const { head, rights } = view;
  const limit = Math.min(ask.limit ?? LIMIT, 200);
  const kinds = ask.filter?.kinds?.filter((kind) => NEWS.includes(kind)) ?? NEWS;
  let before = (ask.before ? context.cursors.feedPlaceOf(ask.before, incident, rights) : null) ?? head + 1;
  const found: Event[] = [];
  let more = true;
  while (found.length < limit && more) {
    const entries = await readEntriesBack(context.store.db, incident, before, CHUNK, kinds);
    more = entries.length === CHUNK;
    for (const entry of await visible(view, entries)) {
      if (!passes(view, entry.event, ask.filter ?? {})) continue;
      found.push(entry.event);
      before = entry.n;
      if (found.length < limit) continue;
      more = true;
      break;
    }
    if (found.length < limit) before = entries.at(-1)?.n ?? before;
  }
  return {
    items: await adorned(context, view, found),
    cursor: context.cursors.feedCursor(incident, before, rights),
    more,
  };
};

export const readTimeline = (me: Me, incident: string, ask: TimelineAsk = {}) =>
  orNull(listTimeline(running(), me.person.id, incident, ask));
