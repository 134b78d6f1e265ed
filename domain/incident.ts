import type { Board } from "./board.ts";
import { incidentTime, toIso } from "./clocks.ts";
import type { EventKind, EventOf } from "./event.ts";
import { rowOf } from "./organisation.ts";

type IncidentKind = Extract<EventKind, `incident.${string}` | `drill.${string}` | `command.${string}`>;
type Part = { [K in IncidentKind]: (board: Board, event: EventOf<K>) => Board };

const change = (board: Board, part: Partial<Board["incident"]>): Board => ({
  ...board,
  incident: { ...board.incident, ...part },
});

export const applyIncident: Part = {
  "incident.declared": (_board, event) => {
    const clock = event.clock ?? null;
    const at = toIso(incidentTime({ clock, closedAt: null }, Date.parse(event.at)));
    const rows = event.organisations.map((organisation) => rowOf(organisation, at));
    const own = rows.find((row) => row.id === event.by.organisation);
    if (own !== undefined) own.people = 1;
    return {
      incident: {
        ...event.incident,
        phase: "responding",
        declaredAt: at,
        commander: { person: event.by.person, name: event.by.name, organisation: event.by.organisation },
        sharing: { amberToObservers: false, amberToCommunications: false },
        closedAt: null,
        resolution: null,
        clock,
      },
      organisations: Object.fromEntries(rows.map((row) => [row.id, row])),
      feed: [],
      lastPinned: null,
    };
  },
  "incident.severity-set": (board, event) => change(board, { severity: event.severity }),
  "incident.phase-set": (board, event) => change(board, { phase: event.phase }),
  "incident.sharing-set": (board, { amberToObservers, amberToCommunications }) =>
    change(board, { sharing: { amberToObservers, amberToCommunications } }),
  "incident.closed": (board, event) =>
    change(board, {
      phase: "closed",
      resolution: event.resolution,
      closedAt: toIso(incidentTime(board.incident, Date.parse(event.at))),
    }),
  "incident.reopened": (board) => change(board, { phase: "responding", closedAt: null, resolution: null }),
  "command.assumed": (board, { to, name, organisation }) =>
    change(board, { commander: { person: to, name, organisation } }),
  "drill.paced": (board, event) => change(board, { clock: event.clock }),
};
