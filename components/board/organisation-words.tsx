import { sectorName } from "#domain/sectors";
import { NOTHING_READABLE } from "#domain/silence-words";
import { ageWords, agoWords, spanWords, zuluTime } from "#domain/time-words";
import { type ShownStatus, STATUS_WORDS } from "#domain/words";
import type { OrganisationState } from "./organisation-state.tsx";

/** What stands beside the code on a chip: the age, or that a word is due. Empty when nothing was ever said. */
export const chipAge = ({ ageMs, freshness, isHeard }: OrganisationState): string =>
  freshness === "due" && isHeard ? "due" : ageMs === null ? "" : ageWords(ageMs);

/** What is said of an organisation without a word on this board. */
export const neverWords = ({ isHeard }: Pick<OrganisationState, "isHeard">): string =>
  isHeard ? "never reported" : NOTHING_READABLE.toLowerCase();

const heardWords = (state: OrganisationState): string => {
  const { ageMs, freshness } = state;
  if (ageMs === null) return freshness === "unasked" && state.isHeard ? "not asked to report" : neverWords(state);
  if (!state.isHeard) return `last word that you may read ${agoWords(ageMs)}`;
  return freshness === "due" ? `word is due, last word ${agoWords(ageMs)}` : agoWords(ageMs);
};

const lateWords = ({ freshness, overdueMs, ageMs, isHeard }: OrganisationState): string =>
  freshness === "overdue" && ageMs !== null && isHeard ? `, overdue ${spanWords(overdueMs)}` : "";

/** What an expired organisation said before: "last said Degraded, 06:41Z". */
export const lastSaidWords = ({ lastSaid, row }: OrganisationState): string | null =>
  lastSaid === null
    ? null
    : `last said ${STATUS_WORDS[lastSaid]}, ${zuluTime(Date.parse(row.heardAt ?? row.enteredAt))}`;

/** The whole of a chip in words: "DAL, Delta Air Lines, Down, 12 min ago, overdue 12 minutes". */
export const chipName = (state: OrganisationState): string => {
  const { row, status, isNew } = state;
  const lastSaid = lastSaidWords(state);
  return [
    row.code,
    row.name,
    STATUS_WORDS[status],
    ...(lastSaid === null ? [] : [lastSaid]),
    `${heardWords(state)}${lateWords(state)}`,
    ...(isNew ? ["new"] : []),
  ].join(", ");
};

/** When the next word is expected: "Next word 09:35Z, in 25 min", "overdue 10 min". */
export const dueWords = (state: OrganisationState, now: number): string => {
  const { dueAtMs, freshness, overdueMs, row } = state;
  if (!state.isHeard) return "Next word not known to you";
  if (dueAtMs === null) return "No word expected";
  const at = zuluTime(dueAtMs);
  if (freshness === "due") return `Due ${at}`;
  if (freshness === "overdue" || freshness === "expired") return `Overdue ${ageWords(overdueMs)}`;
  return `${row.heardAt === null ? "First word" : "Next word"} ${at}, in ${ageWords(Math.max(60_000, dueAtMs - now))}`;
};

let grouped: Intl.NumberFormat | undefined;

/** "118,400". The browser takes its time over the rules of numbers: they are made with the first one. */
export const countWords = (value: number): string => {
  grouped ??= new Intl.NumberFormat("en-GB");
  return grouped.format(value);
};

export const percentWords = (share: number): string => `${Math.round(share * 100)} %`;

export const organisationsWords = (count: number): string => `${count} organisation${count === 1 ? "" : "s"}`;

/** The name of a list: "Down in Aviation". */
export const listWords = (status: ShownStatus, sector: string): string =>
  `${STATUS_WORDS[status]} in ${sectorName(sector)}`;
