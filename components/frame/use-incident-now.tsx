"use client";

import { useBoard } from "#client/use-incident";
import { useServerNow } from "#client/use-server-now";
import type { Board } from "#domain/board";
import { incidentTime } from "#domain/clocks";
import { useRoom } from "./room.tsx";

const incidentOf = (board: Board): Board["incident"] => board.incident;

/** The incident's own time in milliseconds: a drill has its own clock, a closed incident stands still. */
export const useIncidentNow = (): number => {
  const incident = useBoard(useRoom().incidentId, incidentOf);
  return incidentTime(incident, useServerNow(1_000));
};
