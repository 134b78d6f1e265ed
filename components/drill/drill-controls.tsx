"use client";

import { lazy, Suspense } from "react";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import type { Board } from "#domain/board";
import { may } from "#domain/policy";

/** Only the commander of a drill loads it. */
const PaceBar = lazy(async () => ({ default: (await import("./pace-bar.tsx")).PaceBar }));

const clockOf = (board: Board): Board["incident"]["clock"] => board.incident.clock;

/** How fast the day goes by, for the commander of a drill: pause, speed, jump ahead. Nothing for anybody else. */
export const DrillControls = () => {
  const { incidentId, viewer } = useRoom();
  const clock = useBoard(incidentId, clockOf);
  if (clock === null || !may(viewer, "drill.pace")) return null;
  return (
    <Suspense>
      <PaceBar clock={clock} />
    </Suspense>
  );
};
