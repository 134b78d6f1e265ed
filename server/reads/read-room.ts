import type { Board } from "#domain/board";
import { Refusal } from "#domain/refusal";
import type { Participant } from "#domain/roster";
import type { Me } from "#server/access/me";
import { buildId } from "#server/build-id";
import type { Context } from "#server/context";
import { running } from "#server/running";
import { type ReadMark, readMarkOf } from "./read-mark.ts";
import { boardNow } from "./viewing.ts";

export type RoomView = {
  board: Board;
  cursor: string;
  /** With cursor and pass the page's first join brings only what came after. */
  pass: string;
  viewer: Participant;
  /** The server's wall clock. */
  at: string;
  buildId: string;
  /** Up to where the participant has read; null when he has never said so. */
  read: ReadMark | null;
};

/** The board of one participant, with the place it stands at. Throws `not-found`. */
export const readBoard = async (context: Context, person: string, incident: string): Promise<RoomView> => {
  const { view, board, place } = await boardNow(context, person, incident);
  const { viewer, rights } = view;
  return {
    board,
    cursor: context.cursors.cursor(incident, place),
    pass: context.cursors.pass(incident, rights),
    viewer,
    at: context.now().toISOString(),
    buildId: buildId(),
    read: await readMarkOf(context, view),
  };
};

/** For pages: null for what is not there, and for what somebody may not read. */
export const orNull = async <T>(reading: Promise<T>): Promise<T | null> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal && ["not-found", "forbidden"].includes(error.code)) return null;
    throw error;
  }
};

export const readRoom = (me: Me, incident: string): Promise<RoomView | null> =>
  orNull(readBoard(running(), me.person.id, incident));
