import { MARKINGS, type Marking } from "./words.ts";

/** 0 is the strictest. */
export const rankOf = (marking: Marking): number => MARKINGS.indexOf(marking);

/** True when `to` reaches fewer people than `from`. */
export const raises = (from: Marking, to: Marking): boolean => rankOf(to) < rankOf(from);

export const stricter = (a: Marking, b: Marking): Marking => (rankOf(a) <= rankOf(b) ? a : b);

/** The label a page, export or summary carries: the strictest of what it holds. */
export const strictest = (markings: Iterable<Marking>): Marking => {
  let result: Marking = "TLP:CLEAR";
  for (const marking of markings) result = stricter(result, marking);
  return result;
};
