import type { Board, FeedItem } from "./board.ts";
import { incidentTime, rowState } from "./clocks.ts";
import type { Event, EventKind, EventOf } from "./event.ts";
import type { EventId } from "./ids.ts";

type Kind = Extract<EventKind, `comment.${string}` | `event.${string}`>;
type Part = { [K in Kind]: (board: Board, event: EventOf<K>) => Board };

/** How many of the newest items a board carries; older ones are read page by page. */
export const FEED_MAX = 150;

/** Kinds that stand on another item, or that nobody reads as news. */
const NO_ITEM: ReadonlySet<Event["kind"]> = new Set([
  "event.pinned",
  "event.acknowledged",
  "read.marked",
  "drill.paced",
]);

const changeItem = (feed: FeedItem[], id: EventId, change: (item: FeedItem) => FeedItem): FeedItem[] => {
  const index = feed.findLastIndex((item) => item.event.id === id);
  const item = feed[index];
  return item === undefined ? feed : feed.with(index, change(item));
};

export const applyFeed: Part = {
  "comment.posted": (board, event) => ({
    ...board,
    feed: changeItem(board.feed, event.on, (item) => ({ ...item, comments: (item.comments ?? 0) + 1 })),
  }),
  "event.pinned": (board, event) => ({
    ...board,
    lastPinned: board.feed.findLast((item) => item.event.id === event.event)?.event ?? board.lastPinned,
    feed: changeItem(board.feed, event.event, (item) => ({ ...item, pinned: true })),
  }),
  "event.acknowledged": (board, event) => {
    const mark = { person: event.by.person, name: event.by.name, organisation: event.organisation };
    return {
      ...board,
      feed: changeItem(board.feed, event.event, (item) => ({
        ...item,
        acknowledged: [...(item.acknowledged ?? []).filter((one) => one.person !== mark.person), mark],
      })),
    };
  },
};

const itemOf = (event: Event, before: Board): FeedItem => {
  if (event.kind !== "update.posted" || event.status === undefined) return { event };
  const row = before.organisations[event.organisation];
  if (row === undefined) return { event };
  const now = incidentTime(before.incident, Date.parse(event.at));
  return { event, change: { from: rowState(before.incident, row, now).status, to: event.status } };
};

/** Puts the event into the feed, and marks what it corrects or redacts. */
export const remember = (after: Board, event: Event, before: Board): Board => {
  if (NO_ITEM.has(event.kind)) return after;
  let feed = [...after.feed, itemOf(event, before)];
  if (feed.length > FEED_MAX) feed = feed.slice(-FEED_MAX);
  if (event.kind === "update.posted" && event.corrects !== undefined) {
    feed = changeItem(feed, event.corrects, (item) => ({ ...item, correctedBy: event.id }));
  }
  let { lastPinned } = after;
  if (event.kind === "update.redacted") {
    if (lastPinned?.id === event.event) lastPinned = null;
    feed = changeItem(feed, event.event, (item) => ({
      event: { id: item.event.id, at: item.event.at, kind: "redacted" },
    }));
  }
  return { ...after, feed, lastPinned };
};
