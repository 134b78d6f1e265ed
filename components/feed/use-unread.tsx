"use client";

import { useState } from "react";
import type { ReadMark } from "#client/incident-session";
import { markRead, readMarkIn } from "#client/mark-read";
import { useIncidentSession } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { type FeedEntry, holdsItem, newestOf } from "./feed-entries.ts";

export type Unread = {
  /** The entry that was read last, when something newer stands above it, and since when (wall clock). */
  divider: { id: string; since: number } | null;
  /** From here on the newest entry counts as the last that was read. */
  restart: (top: FeedEntry | undefined) => void;
  /** The divider was seen: what is above it counts as read, and stays where it is until something newer comes. */
  seen: () => void;
};

type State = { mark: ReadMark | null; next: { top: string; mark: ReadMark } | null };

const now = (): string => new Date().toISOString();

/** Where the new begins in a feed, by the person's read mark. */
export const useUnread = (entries: readonly FeedEntry[], isWhole: boolean): Unread => {
  const session = useIncidentSession(useRoom().incidentId);
  const [state, setState] = useState<State>(() => ({ mark: isWhole ? readMarkIn(session) : null, next: null }));
  const { mark, next } = state;
  const [top] = entries;
  if (next !== null && top !== undefined && top.id !== next.top) setState({ mark: next.mark, next: null });
  const at = mark?.event ? entries.findIndex((entry) => holdsItem(entry, mark.event)) : -1;
  const below = at > 0 ? entries[at] : undefined;
  return {
    divider: mark === null || below === undefined ? null : { id: below.id, since: Date.parse(mark.at) },
    restart: (from) => {
      if (from !== undefined) setState({ mark: { event: newestOf(from), at: now() }, next: null });
    },
    seen: () => {
      if (!isWhole || top === undefined || session.hold.get().paused) return;
      const read = { event: newestOf(top), at: now() };
      markRead(session, read.event, read.at);
      setState({ mark, next: { top: top.id, mark: read } });
    },
  };
};
