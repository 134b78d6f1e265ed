import type { AttentionReason } from "#domain/attention";
import { NOTHING_READABLE } from "#domain/silence-words";
import { ageWords, stampWords } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";
import { countWords } from "./organisation-words.tsx";

/** Why somebody must look, as a sentence. `now` is the incident's time in milliseconds. */
export const attentionWords = (reason: AttentionReason, now: number, isHeard = true): string =>
  (isHeard ? null : silentWords(reason, now)) ?? heardWords(reason, now);

/** Of an organisation whose words the viewer may not read: what he may read is old, and no more is said of it. */
const silentWords = (reason: AttentionReason, now: number): string | null => {
  if (reason.kind === "never-reported") return NOTHING_READABLE;
  if (reason.kind === "due") return `${NOTHING_READABLE} since its last word`;
  return "heardMs" in reason ? `${NOTHING_READABLE} since ${stampWords(reason.heardMs, now)}` : null;
};

const heardWords = (reason: AttentionReason, now: number): string => {
  switch (reason.kind) {
    case "never-reported":
      return `Expected since ${stampWords(reason.sinceMs, now)}, never reported`;
    case "expired":
      return reason.lastSaid === "no_report"
        ? `Report expired, last word ${stampWords(reason.heardMs, now)}`
        : `Report expired, last said ${STATUS_WORDS[reason.lastSaid]} ${stampWords(reason.heardMs, now)}`;
    case "overdue":
      return `Overdue ${ageWords(reason.overdueMs)}, last word ${stampWords(reason.heardMs, now)}`;
    case "worse":
      return reason.from === "no_report"
        ? `Trouble since ${stampWords(reason.sinceMs, now)}`
        : `Worse since ${stampWords(reason.sinceMs, now)}, was ${STATUS_WORDS[reason.from]}`;
    case "due":
      return `Due since ${stampWords(reason.dueMs, now)}`;
    case "contradiction":
      return `Figures contradict: back ${countWords(reason.restored)} of ${countWords(reason.affected)} affected`;
    default:
      return reason satisfies never;
  }
};
