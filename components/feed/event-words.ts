import type { Board } from "#domain/board";
import type { Event, EventKind, EventOf } from "#domain/event";
import { PHASE_WORDS, ROLE_WORDS } from "#domain/words";

/** What happened: a short title, and the words that go with it. */
export type EventWords = { title: string; text: string | null };

const nameOf = (board: Board, organisation: string): string =>
  board.organisations[organisation]?.name ?? "An organisation";

const say = (title: string, text: string | null = null): EventWords => ({ title, text });
const NOTHING = say("");

const shared = (isShared: boolean): string => (isShared ? "shared with" : "kept from");

type Sayings = { [K in EventKind]: (event: EventOf<K>, board: Board) => EventWords };

const SAYINGS: Sayings = {
  "incident.declared": (event) => say("Incident declared", `Severity ${event.incident.severity}, by ${event.by.name}`),
  "incident.severity-set": (event) => say(`Severity ${event.was} → ${event.severity}`, event.reason),
  "incident.phase-set": (event) => say(`${PHASE_WORDS[event.was]} → ${PHASE_WORDS[event.phase]}`, event.reason),
  "incident.sharing-set": (event) =>
    say(
      "Sharing changed",
      `TLP:AMBER is ${shared(event.amberToObservers)} executives and ${shared(event.amberToCommunications)} communications.`,
    ),
  "incident.closed": (event) => say("Incident closed", event.resolution),
  "incident.reopened": (event) => say("Incident opened again", event.reason),
  "drill.paced": () => NOTHING,
  "command.assumed": (event, board) =>
    say(`${event.name} has taken over command`, `${nameOf(board, event.organisation)}. ${event.reason}`),
  "organisation.entered": (event) => say(`${event.organisation.name} entered`),
  "organisation.answered": (event, board) =>
    say(
      `${nameOf(board, event.organisation)} ${event.state === "declined" ? "declined" : "takes part"}`,
      event.text ?? null,
    ),
  "organisation.left": (event, board) => say(`${nameOf(board, event.organisation)} left`, event.reason ?? null),
  "organisation.default-marking-set": (event, board) =>
    say(
      `${nameOf(board, event.organisation)}: ${event.to === null ? "marks its items as the incident does" : `marks its items ${event.to} unless said otherwise`}`,
    ),
  "organisation.cadence-set": (event, board) =>
    say(
      `${nameOf(board, event.organisation)}: ${event.cadenceMin === null ? "no word expected" : `a word every ${event.cadenceMin} min`}`,
    ),
  "participant.joined": (event, board) =>
    say(`${event.person.name} joined`, `${ROLE_WORDS[event.role]}, ${nameOf(board, event.organisation)}`),
  "participant.role-set": (event, board) =>
    say(`${event.name} is now ${ROLE_WORDS[event.role]}`, nameOf(board, event.organisation)),
  "participant.removed": (event) => say(`${event.name} was removed`, event.reason ?? null),
  "participant.vouched": (event) => say(`${event.name} was vouched for`, `By ${event.by.name}`),
  "update.posted": (event) => say(event.corrects === undefined ? "Update" : "Correction", event.text ?? null),
  "update.renewed": () => say("No change"),
  "update.redacted": (event) => say("An update was removed", event.reason),
  "update.marking-set": (event) => say(`Marking ${event.was} → ${event.to}`, event.reason),
  "comment.posted": (event) =>
    say(event.by.role === "observer" ? `${event.by.name} asks the command` : event.by.name, event.text),
  "event.pinned": () => NOTHING,
  "event.acknowledged": () => NOTHING,
  "read.marked": () => NOTHING,
};

const sayKind = <K extends EventKind>(event: EventOf<K>, board: Board): EventWords => {
  const kind: K = event.kind;
  return SAYINGS[kind](event, board);
};

export const eventWords = (event: Event, board: Board): EventWords =>
  event.kind === "redacted" ? say("Removed", "The content of this item was taken away.") : sayKind(event, board);

const FOLD_WORDS: Partial<Record<Event["kind"], string>> = {
  "update.renewed": "no change",
  "organisation.entered": "entered",
  "organisation.answered": "answered",
};

/** One line for many of a kind: "9 organisations: no change". */
export const foldWords = (kind: Event["kind"], organisations: number, people: number): string =>
  kind === "participant.joined"
    ? `${people} ${people === 1 ? "person" : "people"} joined`
    : `${organisations} organisation${organisations === 1 ? "" : "s"}: ${FOLD_WORDS[kind] ?? "changed"}`;
