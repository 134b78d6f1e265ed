import type { Board } from "#domain/board";
import type { Event } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { api } from "./api.ts";
import type { BoardNews } from "./board-cache.ts";

type BoardAnswer = { board: Board; cursor: string };
type EventsAnswer = { events: Event[]; cursor: string; more: boolean; reset?: boolean };

/** What one poll brought; `cursor` is the place in the REST feed, which is not the socket's. */
export type Polled = { news: BoardNews; cursor: string; more: boolean };
export type Poll = (incident: IncidentId, cursor: string | null) => Promise<Polled>;

const freshBoard = async (incident: IncidentId): Promise<Polled> => {
  const { board, cursor } = await api.get<BoardAnswer>(`/api/v1/incidents/${incident}/board`);
  return { news: { snapshot: board, events: [] }, cursor, more: false };
};

/** Brings the board further over HTTP: afresh the first time, or when the server no longer knows the place. */
export const pollFeed: Poll = async (incident, cursor) => {
  if (cursor === null) return freshBoard(incident);
  const query = new URLSearchParams({ cursor, limit: "1000" });
  const answer = await api.get<EventsAnswer>(`/api/v1/incidents/${incident}/events?${query}`);
  if (answer.reset === true) return freshBoard(incident);
  return { news: { events: answer.events }, cursor: answer.cursor, more: answer.more };
};
