/** The largest figure there is; the same as `LIMITS.figureMax`, without the schemas that stand beside it. */
export const COUNT_MAX = 1e15;

const COUNT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

/** "37,000". */
export const countWords = (value: number): string => COUNT.format(value);

/** Groups of three digits, however a country parts them: 37,000 · 37.000 · 37 000 · 37'000 · 37’000. */
const GROUPED = /^\d{1,3}(?:([,.\s'’\u00a0\u202f])\d{3}(?:\1\d{3})*)?$/u;

/**
 * A whole number as people type it. Null for an empty field;
 * undefined for what is no number, is negative or absurdly large.
 */
export const readCount = (typed: string): number | null | undefined => {
  const trimmed = typed.trim();
  if (trimmed === "") return null;
  if (!/^\d+$/.test(trimmed) && !GROUPED.test(trimmed)) return undefined;
  const value = Number(trimmed.replaceAll(/\D/g, ""));
  return value <= COUNT_MAX ? value : undefined;
};
