"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "#client/api";
import { incidentKeys } from "#client/incident-keys";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import type { Board, FeedItem } from "#domain/board";
import { FeedList } from "./feed-list.tsx";
import "./feed.css";

const whole = (board: Board): Board => board;
const MINUTE = 60_000;

/** A pin on something older than the board's feed does not show there. */
const LOOKED_FOR_EVERY_MS = 30_000;

/** What the command pinned, however old it is; the newest pin first. */
export const PinnedList = () => {
  const { incidentId } = useRoom();
  const board = useBoard(incidentId, whole);
  const now = Math.floor(useIncidentNow() / MINUTE) * MINUTE;
  const onBoard = new Map(board.feed.map((item) => [item.event.id, item]));
  const pinnedNow = board.feed.filter(({ pinned }) => pinned === true).length;
  const { data, isError } = useQuery({
    queryKey: [...incidentKeys.pinned(incidentId), pinnedNow],
    queryFn: ({ signal }) => api.get<{ items: FeedItem[] }>(`/api/v1/incidents/${incidentId}/pinned`, { signal }),
    placeholderData: (before) => before,
    refetchInterval: LOOKED_FOR_EVERY_MS,
  });
  if (data === undefined) {
    return <p className="feed-empty">{isError ? "The server did not answer." : "Loading"}</p>;
  }
  if (data.items.length === 0) return <p className="feed-empty">Nothing is pinned yet.</p>;
  const entries = data.items.map((item) => {
    const { id } = item.event;
    return { kind: "item" as const, id, item: onBoard.get(id) ?? item };
  });
  return (
    <div className="feed">
      <FeedList entries={entries} board={board} now={now} divider={null} />
    </div>
  );
};
