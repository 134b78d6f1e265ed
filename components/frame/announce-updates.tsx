"use client";

import { useEffect, useRef } from "react";
import { useDeviceSetting } from "#client/device-settings";
import { useBoard } from "#client/use-incident";
import type { Board } from "#domain/board";
import { announcementOf } from "./announced.ts";
import { announce } from "./announcer.tsx";
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
    for (const item of board.feed.slice(from + 1)) {
      const text = announcementOf(item, board, viewer, announced);
      if (text !== null) announce(text);
    }
  }, [board, viewer, announced]);
  return null;
};
