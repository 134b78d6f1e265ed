import * as z from "zod/mini";
import type { FeedItem } from "#domain/board";
import * as f from "#domain/fields";
import { notFound } from "#domain/refusal";
import type { Context } from "#server/context";
import { readEntriesBack, readEntriesOf, readEntry } from "#server/journal/read";
import { NEWS } from "./news.ts";
import { adorned } from "./read-timeline.ts";
import { viewing, visible } from "./viewing.ts";

/** The newest pins that are looked through. */
const PINS_MAX = 200;

/** One item of the record, however old. Throws `not-found` for what the viewer may not see and what is not there alike. */
export const readItem = async (
  context: Context,
  person: string,
  incident: string,
  event: string,
): Promise<FeedItem> => {
  const view = await viewing(context, person, incident);
  const id = z.safeParse(f.id, event);
  const entry = id.success ? await readEntry(context.store.db, incident, id.data) : null;
  const shown = entry === null ? [] : (await visible(view, [entry])).filter((one) => NEWS.includes(one.event.kind));
  const [item] = await adorned(
    context,
    view,
    shown.map((one) => one.event),
  );
  if (item === undefined) throw notFound();
  return item;
};

/** What the command pinned, the newest pin first, as far as the viewer may see both pin and item. */
export const listPinned = async (
  context: Context,
  person: string,
  incident: string,
): Promise<{ items: FeedItem[] }> => {
  const { db } = context.store;
  const view = await viewing(context, person, incident);
  const pins = await visible(view, await readEntriesBack(db, incident, view.head + 1, PINS_MAX, ["event.pinned"]));
  const ids = [...new Set(pins.flatMap(({ event }) => (event.kind === "event.pinned" ? [event.event] : [])))];
  const items = await visible(view, await readEntriesOf(db, incident, ids));
  const found = new Map(items.map(({ event }) => [event.id, event]));
  return {
    items: await adorned(
      context,
      view,
      ids.flatMap((id) => found.get(id) ?? []),
    ),
  };
};
