"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "#client/api";
import { incidentKeys } from "#client/incident-keys";
import { useRoom } from "#components/frame/room";
import type { Board, FeedItem } from "#domain/board";
import { FeedList } from "./feed-list.tsx";

type Props = { id: string; board: Board; now: number };

/** An item that is older than the feed, for who followed a link to it. */
export const LinkedItem = ({ id, board, now }: Props) => {
  const { incidentId } = useRoom();
  const section = useRef<HTMLElement>(null);
  const { data, isError } = useQuery({
    queryKey: incidentKeys.item(incidentId, id),
    queryFn: ({ signal }) =>
      api.get<FeedItem>(`/api/v1/incidents/${incidentId}/timeline/${encodeURIComponent(id)}`, { signal }),
    retry: false,
  });
  useEffect(() => {
    if (data !== undefined) section.current?.scrollIntoView({ block: "nearest" });
  }, [data]);
  if (data === undefined) {
    return isError ? <p className="feed-empty">This update is not there, or not for you to see.</p> : null;
  }
  return (
    <section ref={section} className="feed-linked" aria-label="The update of the link">
      <FeedList entries={[{ kind: "item", id: data.event.id, item: data }]} board={board} now={now} divider={null} />
    </section>
  );
};
