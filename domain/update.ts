import type { Board, Figure, Provenance, Row, StatusStatement, Stretch } from "./board.ts";
import { cadenceOf, incidentTime, standingStatement, toIso } from "./clocks.ts";
import type { EventKind, EventOf } from "./event.ts";
import { changeRow } from "./organisation.ts";

type Kind = Extract<EventKind, `update.${string}`>;
type Part = { [K in Kind]: (board: Board, event: EventOf<K>) => Board };
type Posted = EventOf<"update.posted">;

const HISTORY_MAX = 60;

const provenanceOf = (event: Posted, at: string): Provenance => ({
  event: event.id,
  at,
  by: event.by,
  asOf: event.asOf,
  asOfPrecision: event.asOfPrecision,
  source: event.source,
  confidence: event.confidence,
  marking: event.marking,
  ...(event.reference === undefined ? {} : { reference: event.reference }),
});

/** A report by somebody else without a status tells nothing of how the organisation is now. */
const renewsAge = (event: Posted): boolean => {
  if (event.status !== undefined) return true;
  return event.relayed !== true && (event.exposure !== undefined || event.source === "own");
};

const extend = (history: Stretch[], at: string, status: StatusStatement["status"] | undefined): Stretch[] => {
  const last = history.at(-1);
  if (status === undefined || last?.status === status) {
    return last === undefined ? history : [...history.slice(0, -1), { ...last, heard: at }];
  }
  return [...history, { status, from: at, heard: at }].slice(-HISTORY_MAX);
};

const figuresAfter = (row: Row, event: Posted, provenance: Provenance): Record<string, Figure> => {
  if (event.figures === undefined) return row.figures;
  const figures = { ...row.figures };
  for (const { metric, value, unit } of event.figures) {
    const before = figures[metric];
    const corrected = event.corrects !== undefined && before?.event === event.corrects && before.value !== value;
    const was = corrected ? before.value : undefined;
    figures[metric] = {
      ...provenance,
      metric,
      value,
      ...(unit === undefined ? {} : { unit }),
      ...(was === undefined ? {} : { was }),
    };
  }
  return figures;
};

const rowAfter = (row: Row, event: Posted, at: string): Partial<Row> => {
  const provenance = provenanceOf(event, at);
  const statement = event.status === undefined ? null : { ...provenance, status: event.status };
  const renews = renewsAge(event);
  return {
    figures: figuresAfter(row, event, provenance),
    ...(statement === null ? {} : event.relayed ? { relayed: statement } : { own: statement }),
    ...(event.exposure === undefined ? {} : { exposure: { ...provenance, exposure: event.exposure } }),
    ...(event.text === undefined ? {} : { text: { ...provenance, text: event.text } }),
    ...(renews
      ? { heardAt: at, nextDue: event.nextDue ?? null, history: extend(row.history, at, event.status) }
      : event.nextDue === undefined
        ? {}
        : { nextDue: event.nextDue }),
    ...(renews && event.relayed !== true ? { spokenAt: at } : {}),
    ...(row.participation === "invited" && event.source === "own" && !event.relayed
      ? { participation: "taking-part" }
      : {}),
  };
};

/** "Still true" to a word that others relayed makes it the organisation's own. */
const confirmed = (
  row: Row,
  stands: StatusStatement | null,
  event: EventOf<"update.renewed">,
  at: string,
): Partial<Row> => {
  if (stands === null || stands !== row.relayed) return {};
  return { own: { ...stands, event: event.id, at, by: event.by, source: "own", confidence: "confirmed" } };
};

export const applyUpdate: Part = {
  "update.posted": (board, event) => {
    const at = toIso(incidentTime(board.incident, Date.parse(event.at)));
    return changeRow(board, event.organisation, (row) => rowAfter(row, event, at));
  },
  "update.renewed": (board, event) => {
    const now = incidentTime(board.incident, Date.parse(event.at));
    const at = toIso(now);
    return changeRow(board, event.organisation, (row) => ({
      ...confirmed(row, standingStatement(row, cadenceOf(board.incident, row), now), event, at),
      heardAt: at,
      spokenAt: at,
      nextDue: null,
      history: extend(row.history, at, undefined),
    }));
  },
  // What a redaction or a new marking takes away is read anew (see `changesPast`); nothing is guessed here.
  "update.redacted": (board) => board,
  "update.marking-set": (board) => board,
};
