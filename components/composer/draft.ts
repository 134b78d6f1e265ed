import type { RoomViewer } from "#client/incident-session";
import type { Draftable, Pending } from "#client/outbox-entry";
import type { IncidentState, Row, StatusStatement } from "#domain/board";
import { rowState, toIso } from "#domain/clocks";
import { stricter } from "#domain/marking";
import { AFFECTED, RESTORED } from "#domain/sectors";
import { isWithheld } from "#domain/withheld";
import { MARKINGS, type Marking, SOURCES, type Source, STATUSES, type Status } from "#domain/words";
import { isSameNumber, numberIn, numberProblem } from "./number-in.ts";

export type Post = Extract<Draftable, { kind: "update.post" }>;

/** What is typed into the bar; numbers and minutes as they are typed. */
export type Draft = {
  status: Status | null;
  affected: string;
  restored: string;
  text: string;
  /** Minutes until the next word; empty leaves it to the cadence. */
  nextMin: string;
  marking: Marking;
  /** How a relayed word was heard. */
  source: Source;
  /** Ids with commas between: who is named on a TLP:RED item, and to whom any other one is narrowed. */
  people: string;
  organisations: string;
  sectors: string;
  /** A status that few may read counts among the withheld ones all the same. */
  countUsIn: "" | "yes";
};

/** The longest text the server takes, and from where on the counter speaks. */
export const TEXT_MAX = 2000;
export const TEXT_COUNTED_FROM = 280;

/** Nobody reads TLP:RED before somebody has vouched for him, not even what he wrote. */
const FOR_PROVISIONAL: readonly Marking[] = MARKINGS.filter((marking) => marking !== "TLP:RED");

export const markingsFor = (viewer: RoomViewer): readonly Marking[] =>
  viewer.standing === "provisional" ? FOR_PROVISIONAL : MARKINGS;

export const NOBODY_CHOSEN = { people: "", organisations: "", sectors: "" } as const;

/** The ids of a list field. */
export const idsIn = (list: string): string[] => (list === "" ? [] : list.split(","));

type Readers = Pick<Draft, "marking" | "people" | "organisations" | "sectors">;

/** Who is named, or to whom it is narrowed; undefined leaves it to the marking. */
export const audienceOf = ({ marking, ...lists }: Readers): Post["audience"] => {
  const [people, organisations, sectors] = [lists.people, lists.organisations, lists.sectors].map(idsIn);
  if (marking === "TLP:RED") return people?.length ? { people } : undefined;
  if (marking === "TLP:AMBER+STRICT" || !(organisations?.length || sectors?.length)) return undefined;
  return {
    ...(organisations?.length ? { organisations } : {}),
    ...(sectors?.length ? { sectors } : {}),
  };
};

const figureText = (row: Row, metric: string): string => row.figures[metric]?.value.toString() ?? "";

/** As last time, unless the organisation has set a default since that is stricter. */
const usualMarking = (last: Marking | undefined, row: Row, incident: IncidentState): Marking => {
  const own = row.defaultMarking ?? null;
  if (last === undefined) return stricter(incident.defaultMarking, own ?? incident.defaultMarking);
  return own === null ? last : stricter(last, stricter(own, incident.defaultMarking));
};

/** What others said for the organisation and stands, as long as it has not spoken itself since. */
export const relayedWord = (row: Row, incident: IncidentState, now: number): StatusStatement | null => {
  const { statement } = rowState(incident, row, now);
  return statement === row.relayed ? statement : null;
};

/**
 * The last values of the organisation: what is still true is not typed again. `relayed` is what others said for the
 * viewer's own one and stands.
 */
export const emptyDraft = (
  row: Row,
  incident: IncidentState,
  viewer: RoomViewer,
  relayed: StatusStatement | null = null,
): Draft => {
  const isOwn = row.id === viewer.organisation;
  const last = isOwn ? row.own : (row.relayed ?? row.own);
  const offered = markingsFor(viewer);
  const usual = usualMarking(last?.marking, row, incident);
  return {
    status: (relayed ?? last)?.status ?? null,
    affected: figureText(row, AFFECTED.key),
    restored: figureText(row, RESTORED.key),
    text: "",
    nextMin: "",
    marking: offered.find((marking) => marking === usual) ?? offered[0] ?? "TLP:GREEN",
    source: "phone",
    countUsIn: "",
    ...NOBODY_CHOSEN,
  };
};

/** The last values once what waits to be sent has arrived: words that are on their way count, refused ones do not. */
export const afterPending = (last: Draft, pending: readonly Pending[], organisation: string): Draft => {
  let draft = last;
  for (const { command, state } of pending) {
    if (command.kind !== "update.post" || command.organisation !== organisation || state === "refused") continue;
    const figure = (metric: string): string | undefined =>
      command.figures?.find((said) => said.metric === metric)?.value.toString();
    draft = {
      ...draft,
      status: command.status ?? draft.status,
      affected: figure(AFFECTED.key) ?? draft.affected,
      restored: figure(RESTORED.key) ?? draft.restored,
      marking: (command.status === undefined ? undefined : command.marking) ?? draft.marking,
    };
  }
  return draft;
};

/** Only what differs from the last values is worth keeping and sending. */
export const isTouched = (draft: Draft, empty: Draft): boolean =>
  draft.text.trim() !== "" ||
  draft.nextMin !== "" ||
  draft.status !== empty.status ||
  !isSameNumber(draft.affected, empty.affected) ||
  !isSameNumber(draft.restored, empty.restored);

/** How many characters must go before the server takes the text; 0 when it does. */
export const tooMany = (text: string): number => Math.max(0, [...text.trim()].length - TEXT_MAX);

/** Why it cannot be sent as it stands; null when it can. */
export const problemIn = (draft: Draft): string | null => {
  const affected = numberProblem(draft.affected);
  if (affected !== null) return `Affected: ${affected}`;
  const restored = numberProblem(draft.restored);
  if (restored !== null) return `Back: ${restored}`;
  const over = tooMany(draft.text);
  if (over > 0) return `${over} ${over === 1 ? "character" : "characters"} too many: shorten the text.`;
  return null;
};

type Figures = { metric: string; value: number; unit: string }[];

const figuresOf = (draft: Draft, empty: Draft): Figures => {
  const figures: Figures = [];
  for (const [metric, typed, before] of [
    [AFFECTED, draft.affected, empty.affected],
    [RESTORED, draft.restored, empty.restored],
  ] as const) {
    const value = numberIn(typed);
    if (value !== null && value !== numberIn(before)) figures.push({ metric: metric.key, value, unit: metric.unit });
  }
  return figures;
};

export type DraftPurpose = {
  organisation: string;
  isRelayed: boolean;
  maySetStatus: boolean;
  /** The incident's time in milliseconds. */
  now: number;
};

const countedIn = ({ countUsIn, marking }: Draft): { countUsIn?: true } =>
  countUsIn === "yes" && isWithheld(marking) ? { countUsIn: true } : {};

/** The command that says what the draft says; null when it says nothing new. */
export const commandOf = (written: Draft, empty: Draft, purpose: DraftPurpose): Post | null => {
  // A kept draft may hold a status from a time when its author could set one.
  const draft = purpose.maySetStatus ? written : { ...written, status: empty.status };
  if (problemIn(draft) !== null || !isTouched(draft, empty)) return null;
  const figures = figuresOf(draft, empty);
  const text = draft.text.trim();
  const nextMin = numberIn(draft.nextMin);
  const audience = audienceOf(draft);
  return {
    kind: "update.post",
    organisation: purpose.organisation,
    marking: draft.marking,
    ...(audience === undefined ? {} : { audience }),
    ...(draft.status === null || !purpose.maySetStatus ? {} : { status: draft.status, ...countedIn(draft) }),
    ...(figures.length === 0 ? {} : { figures }),
    ...(text === "" ? {} : { text }),
    ...(nextMin === null ? {} : { nextDue: toIso(purpose.now + nextMin * 60_000) }),
    ...(purpose.isRelayed ? { source: draft.source, confidence: "likely" as const } : {}),
  };
};

type Fields = Record<string, string>;

export const fieldsOf = (draft: Draft): Fields => ({ ...draft, status: draft.status ?? "" });

/**
 * What was changed so far with what is changed now: a field that is as it was last is not held, it follows the last
 * value when that changes. `holdsAll` holds it all the same.
 */
export const changedFields = (held: Fields, part: Partial<Draft>, last: Draft, holdsAll: boolean): Fields => {
  const fields = { ...held };
  const before = fieldsOf(last);
  for (const [name, value] of Object.entries(part)) {
    const typed = value ?? "";
    if (holdsAll || typed !== before[name]) fields[name] = typed;
    else delete fields[name];
  }
  return fields;
};

const oneOf = <T extends string>(list: readonly T[], value: string | undefined): T | undefined =>
  list.find((known) => known === value);

/** A kept draft, with the last values where it says nothing. */
export const draftOf = (fields: Fields, empty: Draft): Draft => ({
  status: oneOf(STATUSES, fields["status"]) ?? empty.status,
  affected: fields["affected"] ?? empty.affected,
  restored: fields["restored"] ?? empty.restored,
  text: fields["text"] ?? "",
  nextMin: fields["nextMin"] ?? "",
  marking: oneOf(MARKINGS, fields["marking"]) ?? empty.marking,
  source: oneOf(SOURCES, fields["source"]) ?? empty.source,
  people: fields["people"] ?? "",
  organisations: fields["organisations"] ?? "",
  sectors: fields["sectors"] ?? "",
  countUsIn: fields["countUsIn"] === "yes" ? "yes" : "",
});
