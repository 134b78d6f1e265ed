/** One sign between groups of three, and the same all through: "1,200", "1.200.000", "1 200". */
const GROUPED = /^[1-9]\d{0,2}([,.'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*$/;
const PLAIN = /^\d+$/;
/** As far as a number is exact. */
const DIGITS_MAX = 15;
const QUOTED_MAX = 24;

/** Its digits; null when it may mean another number, or none: "12,5" is neither 125 nor a number of machines. */
const digitsIn = (typed: string): string | null => {
  const text = typed.trim();
  return PLAIN.test(text) || GROUPED.test(text) ? text.replaceAll(/\D/g, "") : null;
};

/** The whole number that was typed; null for nothing and for what is not understood. */
export const numberIn = (typed: string): number | null => {
  const digits = digitsIn(typed);
  return digits === null || digits.length > DIGITS_MAX ? null : Number(digits);
};

/** Typed with signs between its digits: it is said what was understood. */
export const isWithSigns = (typed: string): boolean => numberIn(typed) !== null && !PLAIN.test(typed.trim());

/** The same number, however it is written; texts that are no numbers are the same when they are equal. */
export const isSameNumber = (a: string, b: string): boolean => a === b || (numberIn(a) ?? a) === (numberIn(b) ?? b);

/** Why it is no number: "“12,5” is not understood: write a whole number, like 1200."; null when it is one, or empty. */
export const numberProblem = (typed: string): string | null => {
  const text = typed.trim();
  if (text === "" || numberIn(text) !== null) return null;
  const quoted = text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text;
  return digitsIn(text) === null
    ? `“${quoted}” is not understood: write a whole number, like 1200.`
    : `“${quoted}” is too large.`;
};
