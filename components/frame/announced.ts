import type { Announced } from "#client/device-settings";
import type { RoomViewer } from "#client/incident-session";
import type { Board, FeedItem } from "#domain/board";
import { STATUS_WORDS } from "#domain/words";
import { announce } from "./announcer.tsx";

/** What a new item is said as; null when this reader is not told of it. */
const announcementOf = ({ event }: FeedItem, board: Board, viewer: RoomViewer, announced: Announced): string | null => {
  if (announced === "off" || event.kind !== "update.posted" || event.by.person === viewer.person) return null;
  const row = board.organisations[event.organisation];
  if (row === undefined) return null;
  if (announced === "mine" && row.id !== viewer.organisation) return null;
  if (announced === "sector" && row.sector !== viewer.sector) return null;
  return event.status === undefined ? `${row.name}, update` : `${row.name}, ${STATUS_WORDS[event.status]}`;
};

/** Says each new item that this reader is told of. */
export const announceNews = (
  news: readonly FeedItem[],
  board: Board,
  viewer: RoomViewer,
  announced: Announced,
): void => {
  for (const item of news) {
    const text = announcementOf(item, board, viewer, announced);
    if (text !== null) announce(text);
  }
};
