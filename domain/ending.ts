import type { Board } from "./board.ts";

export type Ending = { at: string; resolution: string; by: string | null };

/** How the incident ended, when and by whom; null while it is open. Who closed it is known while the feed holds it. */
export const endingOf = ({ incident: { closedAt, resolution }, feed }: Board): Ending | null => {
  if (closedAt === null) return null;
  const closing = feed.findLast(({ event }) => event.kind === "incident.closed")?.event;
  return {
    at: closedAt,
    resolution: resolution ?? "",
    by: closing !== undefined && "by" in closing ? closing.by.name : null,
  };
};
