import { rankOf } from "#domain/marking";
import type { Draft } from "./draft.ts";
import { numberIn } from "./number-in.ts";

const TENFOLD = 10;
/** Beyond it the number of times says nothing that the two numbers do not say better. */
const TIMES_MAX = 100;

const timesWords = (now: number, before: number): string =>
  now > before * TIMES_MAX
    ? `Affected is ${now.toLocaleString("en-GB")} and was ${before.toLocaleString("en-GB")}.`
    : `Affected is ${Math.round(now / before)} times what it was.`;

/** What looks like a slip of the hand. It is said and never in the way. */
export const softChecks = (draft: Draft, before: Draft): string[] => {
  const [affected, restored] = [numberIn(draft.affected), numberIn(draft.restored)];
  const affectedBefore = numberIn(before.affected);
  const found: string[] = [];
  if (affected !== null && affectedBefore !== null && affectedBefore > 0 && affected >= affectedBefore * TENFOLD) {
    found.push(timesWords(affected, affectedBefore));
  }
  if (affected !== null && restored !== null && restored > affected) found.push("More are back than were affected.");
  if (draft.status === "down" && affected === 0) found.push("Down, with nothing affected.");
  if (rankOf(draft.marking) > rankOf(before.marking)) found.push(`Marked lower than last time (${before.marking}).`);
  if (draft.marking === "TLP:RED" && draft.people === "") found.push("Nobody is named: only you will read it.");
  return found;
};
