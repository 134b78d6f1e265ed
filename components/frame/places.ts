import type { RoomViewer } from "#client/incident-session";
import type { IconName } from "#components/ui/icon";
import { mayPostOwn } from "./viewer-rights.tsx";

/** A page of the incident. */
export type Place = { path: string; label: string; icon: IconName };

const BOARD: Place = { path: "", label: "Board", icon: "board" };
const MY_ROW: Place = { path: "/me", label: "My row", icon: "row" };
const UPDATES: Place = { path: "/updates", label: "Updates", icon: "updates" };
const SUMMARY: Place = { path: "/exec", label: "Summary", icon: "chart" };
const CATCH_UP: Place = { path: "/catchup", label: "Catch up", icon: "clock" };
const PEOPLE: Place = { path: "/people", label: "People", icon: "people" };

/** The pages of an incident for this reader, most used first: six at most. */
export const placesOf = (viewer: RoomViewer): Place[] => {
  const list = [BOARD, UPDATES, SUMMARY, CATCH_UP, PEOPLE];
  return mayPostOwn(viewer) ? list.toSpliced(1, 0, MY_ROW) : list;
};

/** How many of them stand in the bar of a phone, beside "More". */
export const BAR_PLACES = 3;
