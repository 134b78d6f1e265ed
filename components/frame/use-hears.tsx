import { useMemo } from "react";
import type { Board } from "#domain/board";
import { type Hears, hearsOf } from "#domain/silence";
import { useRoom } from "./room.tsx";

/** Whether silence on this board is silence, for who looks at it. */
export const useHears = ({ incident: { sharing } }: Board): Hears => {
  const { viewer } = useRoom();
  return useMemo(() => hearsOf(viewer, sharing), [viewer, sharing]);
};
