"use client";

import { useEffect, useRef } from "react";
import { useDeviceSetting } from "#client/device-settings";
import { useBoard } from "#client/use-incident";
import type { Board } from "#domain/board";
import { useRoom } from "./room.tsx";

const whole = (board: Board): Board => board;

/** Tells readers of the screen what came in; shows nothing. */
export const AnnounceUpdates = () => {
  const { incidentId, viewer } = useRoom();
  const board = useBoard(incidentId, whole);
  const [announced] = useDeviceSetting("announced");
  const lastSeen = useRef(board.feed.at(-1)?.event.id);
  useEffect(() => {
    const newest = board.feed.at(-1)?.event.id;
    if (newest === lastSeen.current) return;
    const from = board.feed.findLastIndex((item) => item.event.id === lastSeen.current);
    lastSeen.current = newest;
    // What was known before is gone: the board was read anew, and nothing in it is news.
    if (from === -1) return;
    const news = board.feed.slice(from + 1);
    // Its words come with the first news; what the line did not bring is said the next time.
    import("./announced.ts").then(
      ({ announceNews }) => announceNews(news, board, viewer, announced),
      () => undefined,
    );
  }, [board, viewer, announced]);
  return null;
};
