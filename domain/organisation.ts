import type { Board, Row } from "./board.ts";
import { incidentTime, toIso } from "./clocks.ts";
import type { EventKind, EventOf, OrganisationFacts } from "./event.ts";
import type { OrganisationId } from "./ids.ts";

type Kind = Extract<EventKind, `organisation.${string}` | `participant.${string}`>;
type Part = { [K in Kind]: (board: Board, event: EventOf<K>) => Board };

/** A row of which nothing is known yet: No report. */
export const rowOf = (organisation: OrganisationFacts, enteredAt: string): Row => ({
  ...organisation,
  participation: "invited",
  enteredAt,
  own: null,
  relayed: null,
  exposure: null,
  figures: {},
  text: null,
  heardAt: null,
  spokenAt: null,
  nextDue: null,
  history: [],
  people: 0,
});

/** Replaces one row; an organisation that the board does not know changes nothing. */
export const changeRow = (board: Board, id: OrganisationId, change: (row: Row) => Partial<Row>): Board => {
  const row = board.organisations[id];
  if (row === undefined) return board;
  return { ...board, organisations: { ...board.organisations, [id]: { ...row, ...change(row) } } };
};

const countPeople = (board: Board, id: OrganisationId, by: number): Board =>
  changeRow(board, id, (row) => ({ people: Math.max(0, row.people + by) }));

export const applyOrganisation: Part = {
  "organisation.entered": (board, event) => {
    const at = toIso(incidentTime(board.incident, Date.parse(event.at)));
    const known = board.organisations[event.organisation.id];
    const row =
      known === undefined
        ? rowOf(event.organisation, at)
        : { ...known, ...event.organisation, participation: "invited" as const };
    return { ...board, organisations: { ...board.organisations, [row.id]: row } };
  },
  "organisation.answered": (board, event) =>
    changeRow(board, event.organisation, () => ({ participation: event.state })),
  "organisation.left": (board, event) => changeRow(board, event.organisation, () => ({ participation: "left" })),
  "organisation.default-marking-set": (board, { organisation, to }) =>
    changeRow(board, organisation, () => ({ defaultMarking: to })),
  "organisation.cadence-set": (board, event) =>
    changeRow(board, event.organisation, () => ({ cadenceMin: event.cadenceMin })),
  "participant.joined": (board, event) => countPeople(board, event.organisation, 1),
  "participant.removed": (board, event) => countPeople(board, event.organisation, -1),
  "participant.role-set": (board) => board,
  "participant.vouched": (board) => board,
};
