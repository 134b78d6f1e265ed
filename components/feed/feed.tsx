"use client";

import { lazy, memo, Suspense, useMemo, useRef, useState } from "react";
import { useCalmBoard } from "#client/use-calm-board";
import { usePending } from "#client/use-incident";
import { useSettled } from "#components/board/use-settled";
import { PendingList } from "#components/composer/pending-list";
import { useRoom } from "#components/frame/room";
import { useShortcut } from "#components/frame/shortcuts";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import type { Board, FeedItem } from "#domain/board";
import { FEED_MAX } from "#domain/feed";
import { zuluTime } from "#domain/time-words";
import { incidentTimeOf } from "../frame/incident-time-of.ts";
import { entriesBefore, type FeedEntry, feedEntries } from "./feed-entries.ts";
import { EVERYTHING, type FeedFilter, isEverything } from "./feed-filter.ts";
import { FeedList } from "./feed-list.tsx";
import { useLinked } from "./use-linked.tsx";
import { useOlderItems } from "./use-older-items.tsx";
import { useReading } from "./use-reading.tsx";
import { type Unread, useUnread } from "./use-unread.tsx";
import "./feed.css";

const LinkedItem = lazy(async () => ({ default: (await import("./linked-item.tsx")).LinkedItem }));

const STEP = 30;
/** Lines that move more often than this cannot be read. */
const MOVES_EVERY_MS = 500;
const MINUTE = 60_000;

/** The board's items and the older ones, oldest first, each once. */
const together = (feed: readonly FeedItem[], older: readonly FeedItem[]): FeedItem[] => {
  if (older.length === 0) return [...feed];
  const known = new Set(feed.map((item) => item.event.id));
  return [...older.filter((item) => !known.has(item.event.id)).toReversed(), ...feed];
};

type NewsProps = { count: number; onShow: () => void };

/** What came in while the reader reads; it waits until he asks for it. */
const News = ({ count, onShow }: NewsProps) => {
  useShortcut("n", onShow);
  if (count === 0) return null;
  return (
    <div className="feed-hold">
      <Button onClick={onShow}>
        <Icon name="up" />
        {count} new update{count === 1 ? "" : "s"} <Kbd>N</Kbd>
      </Button>
    </div>
  );
};

const useHeldEntries = (entries: readonly FeedEntry[], isReading: boolean) => {
  const top = useSettled(entries[0]?.id ?? "", isReading, Object.is);
  const waiting = Math.max(0, entriesBefore(entries, top.shown));
  return { waiting, held: waiting === 0 ? entries : entries.slice(waiting), refresh: top.refresh };
};

type Props = {
  filter?: FeedFilter;
  /** An address that ends in `#u-…` leads to its item here. */
  isLinkable?: boolean;
};

const dividerOf = ({ divider, seen }: Unread, { incident }: Board) =>
  divider === null
    ? null
    : { id: divider.id, words: `New since ${zuluTime(incidentTimeOf(incident, divider.since))}`, onSeen: seen };

/** What was said, newest on top. It never moves under somebody who reads or writes in it. */
export const Feed = memo(({ filter = EVERYTHING, isLinkable = false }: Props) => {
  const { incidentId } = useRoom();
  const board = useCalmBoard(incidentId, MOVES_EVERY_MS);
  // What was written here leaves the list above the feed in the same moment in which it stands in the feed.
  usePending(incidentId);
  const now = Math.floor(useIncidentNow() / MINUTE) * MINUTE;
  const older = useOlderItems(incidentId, filter);
  const list = useRef<HTMLDivElement>(null);
  const start = useRef<HTMLDivElement>(null);
  const [limit, setLimit] = useState(STEP);
  const entries = useMemo(
    () => feedEntries(together(board.feed, older.items), filter, (id) => board.organisations[id]?.sector),
    [board.feed, board.organisations, older.items, filter],
  );
  const { waiting, held, refresh } = useHeldEntries(entries, useReading(list, start));
  const unread = useUnread(held, isEverything(filter));
  const linked = useLinked(held, isLinkable);
  const show = (): void => {
    if (waiting === 0) return;
    unread.restart(held[0]);
    refresh();
    list.current?.scrollTo({ top: 0 });
    start.current?.scrollIntoView({ block: "nearest" });
  };
  // A feed that is not full holds everything there is.
  const hasOlder = older.more && (older.cursor !== null || board.feed.length >= FEED_MAX);
  const hasMore = held.length > limit || hasOlder;
  const loadMore = (): void => {
    setLimit(limit + STEP);
    if (held.length <= limit + STEP && hasOlder) void older.load();
  };
  return (
    <div className="feed">
      <News count={waiting} onShow={show} />
      <div ref={list} className="feed-scroll" aria-busy={waiting > 0}>
        <div ref={start} className="feed-start" />
        <PendingList />
        {linked.missing === null ? null : (
          <Suspense>
            <LinkedItem key={linked.missing} id={linked.missing} board={board} now={now} />
          </Suspense>
        )}
        <FeedList
          entries={held.slice(0, Math.max(limit, linked.shownUpTo))}
          board={board}
          now={now}
          divider={dividerOf(unread, board)}
        />
        {older.problem === null ? null : <p className="p-3 text-13/13">{older.problem}</p>}
        {hasMore ? (
          <div className="p-3">
            <Button size="slim" disabled={older.isLoading} onClick={loadMore}>
              {older.isLoading ? "Loading" : "Show older"}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
});
