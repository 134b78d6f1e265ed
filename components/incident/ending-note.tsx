"use client";

import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import type { Board } from "#domain/board";
import { endingOf } from "#domain/ending";
import { stampWords } from "#domain/time-words";

const whole = (board: Board): Board => board;

/** How the incident ended, when and by whom; nothing while it is open. */
export const EndingNote = () => {
  const ending = endingOf(useBoard(useRoom().incidentId, whole));
  if (ending === null) return null;
  const { at, by, resolution } = ending;
  return (
    <p className="p-4" role="note">
      <b>
        Closed {stampWords(Date.parse(at), 0)}
        {by === null ? null : (
          <>
            {" "}
            by <bdi>{by}</bdi>
          </>
        )}
        :
      </b>{" "}
      <bdi>{resolution}</bdi>
    </p>
  );
};
