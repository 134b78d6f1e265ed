import type { Board } from "./board.ts";
import type { Event, EventKind, EventOf } from "./event.ts";
import { applyFeed, remember } from "./feed.ts";
import { applyIncident } from "./incident.ts";
import { applyOrganisation } from "./organisation.ts";
import { applyUpdate } from "./update.ts";

type Appliers = { [K in EventKind]: (board: Board, event: EventOf<K>) => Board };

/** The compiler refuses a new kind of event that nobody applies. */
const APPLIERS: Appliers = {
  ...applyIncident,
  ...applyOrganisation,
  ...applyUpdate,
  ...applyFeed,
  "read.marked": (board) => board,
};

const applyKind = <K extends EventKind>(board: Board, event: EventOf<K>): Board => {
  const kind: K = event.kind;
  return APPLIERS[kind](board, event);
};

/**
 * The only rule that makes a board: in the browser, on the server, in replay and in reports.
 * Pure; the same events in the same order give the same board.
 */
export const apply = (board: Board, event: Event): Board =>
  remember(event.kind === "redacted" ? board : applyKind(board, event), event, board);

/** Folds many events, oldest first. */
export const applyAll = (board: Board, events: Iterable<Event>): Board => {
  let result = board;
  for (const event of events) result = apply(result, event);
  return result;
};
