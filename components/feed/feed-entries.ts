import type { FeedItem } from "#domain/board";
import type { Event } from "#domain/event";
import { type FeedFilter, isListed, subjectOf } from "./feed-filter.ts";

/** Kinds that say little one by one: neighbours are told as one line. */
const FOLDED: ReadonlySet<Event["kind"]> = new Set<Event["kind"]>([
  "update.renewed",
  "organisation.entered",
  "organisation.answered",
  "participant.joined",
]);

export type FeedEntry =
  | { kind: "item"; id: string; item: FeedItem }
  | { kind: "fold"; id: string; of: Event["kind"]; items: FeedItem[] };

/** One alone says more by its own words. */
const unfoldedAlone = (entry: FeedEntry): FeedEntry => {
  const [item, ...others] = entry.kind === "fold" ? entry.items : [];
  return item === undefined || others.length > 0 ? entry : { kind: "item", id: entry.id, item };
};

/** Newest first; folds neighbours of a quiet kind, and leaves comments to the item they stand on. */
export const feedEntries = (
  items: readonly FeedItem[],
  filter: FeedFilter,
  sectorOf: (organisation: string) => string | undefined,
): FeedEntry[] => {
  const entries: FeedEntry[] = [];
  for (const item of items.toReversed()) {
    const { event } = item;
    if (event.kind === "comment.posted" && event.on !== "room") continue;
    if (!isListed(item, filter, sectorOf)) continue;
    const last = entries.at(-1);
    if (last?.kind === "fold" && last.of === event.kind) {
      last.items.push(item);
      // The oldest of a fold names it: a newer neighbour does not make it another one.
      last.id = event.id;
    } else if (FOLDED.has(event.kind)) entries.push({ kind: "fold", id: event.id, of: event.kind, items: [item] });
    else entries.push({ kind: "item", id: event.id, item });
  }
  return entries.map(unfoldedAlone);
};

/** The organisations of a fold, each once, in the order of the list. */
export const foldedOrganisations = (items: readonly FeedItem[]): string[] => [
  ...new Set(items.flatMap((item) => subjectOf(item.event) ?? [])),
];

export const newestOf = (entry: FeedEntry): string =>
  entry.kind === "item" ? entry.id : (entry.items[0]?.event.id ?? entry.id);

export const holdsItem = (entry: FeedEntry, id: string | null): boolean =>
  entry.id === id || (entry.kind === "fold" && entry.items.some(({ event }) => event.id === id));

/** How many entries stand before the one that was on top; -1 when it is gone. */
export const entriesBefore = (entries: readonly FeedEntry[], top: string): number =>
  entries.findIndex((entry) => entry.id === top);

/** Comments on one item, oldest first. */
export const commentsOn = (items: readonly FeedItem[], event: string): Extract<Event, { kind: "comment.posted" }>[] =>
  items.flatMap((item) => (item.event.kind === "comment.posted" && item.event.on === event ? [item.event] : []));
