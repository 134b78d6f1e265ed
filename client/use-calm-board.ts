import { useMemo, useSyncExternalStore } from "react";
import type { Board } from "#domain/board";
import type { IncidentId } from "#domain/ids";
import { calmly } from "./calmly.ts";
import { useIncidentSession } from "./use-incident.ts";

/**
 * The whole board for what is read line by line: in a flood the component renders anew at most every `everyMs`.
 * When it renders for another reason it shows the newest.
 */
export const useCalmBoard = (incident: IncidentId, everyMs: number): Board => {
  const session = useIncidentSession(incident);
  const subscribe = useMemo(() => calmly(session.board.subscribe, everyMs), [session, everyMs]);
  return useSyncExternalStore(subscribe, session.board.get, () => session.opening.board);
};
