import * as z from "zod/mini";
import { cleanLine, cleanText, isHeaped } from "./clean-text.ts";
import { normalEmail } from "./normal-email.ts";
import { MARKINGS } from "./words.ts";

/** Field schemas shared by commands and doors: bounds first, so that nothing absurd gets further. */

export const LIMITS = {
  updateTextMax: 2000,
  titleMax: 200,
  nameMax: 80,
  figureMax: 1e15,
  figuresMax: 20,
  listMax: 500,
} as const;

const CONTROL = /\p{Cc}/u;
/** Tab and line breaks. */
const ALLOWED_CONTROL = /[\t\n\r]/g;
const codePoints = (text: string): number => [...text].length;

/** As `cleanText` or `cleanLine` leave it: 1 to `max` code points without NUL, other control characters or lone surrogates. */
const cleaned = (max: number, clean: (written: string) => string) =>
  z.string().check(
    // Nothing walks what is far too long.
    z.maxLength(max * 2, { message: `is longer than ${max} characters`, abort: true }),
    z.refine((value) => !CONTROL.test(value.replace(ALLOWED_CONTROL, "")), "contains a control character"),
    z.refine((value) => value.isWellFormed(), "contains half a character (a lone surrogate)"),
    z.overwrite(clean),
    z.refine((value) => codePoints(value) <= max, `is longer than ${max} characters`),
    z.refine((value) => /[^\s\u2800]/.test(value), "is empty"),
    z.refine((value) => !isHeaped(value), "has too many marks on one letter"),
  );

/** What may have several lines. */
export const text = (max: number) => cleaned(max, cleanText);
const line = (max: number) => cleaned(max, cleanLine);

export const updateText = text(LIMITS.updateTextMax);
export const title = line(LIMITS.titleMax);
export const name = line(LIMITS.nameMax);
export const reason = text(LIMITS.updateTextMax);

/** In lower case, as the store spells it: the same id never passes for two. */
export const id = z.pipe(
  z.uuid("is not an id (UUID)"),
  z.transform((value: string) => value.toLowerCase()),
);
export const idList = z
  .array(id)
  .check(z.minLength(1, "is empty"), z.maxLength(LIMITS.listMax, "has too many entries"));

const EARLIEST = Date.parse("1990-01-01T00:00:00Z");
const LATEST = Date.parse("2100-01-01T00:00:00Z");

/** ISO 8601 time with a zone, between 1990 and 2100, kept as UTC. */
export const time = z.pipe(
  z.iso
    .datetime({ offset: true, message: "is not a time with a zone (ISO 8601)" })
    .check(
      z.refine((value) => Date.parse(value) >= EARLIEST && Date.parse(value) < LATEST, "is not between 1990 and 2100"),
    ),
  z.transform((value: string) => new Date(value).toISOString()),
);

export const marking = z.enum(MARKINGS, "is not a TLP 2.0 marking");

export const code = z.string().check(z.regex(/^[A-Z0-9]{3,6}$/, "is not 3 to 6 capital letters or digits"));
export const sectorKey = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/, "is not a sector key"));
export const metricKey = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,63}$/, "is not a metric key"));
/** Without quotes, brackets, commas and what is not seen: two programs could read two addresses from it. */
const ADDRESS = /^[^\s@"(),:;<>[\\\]\p{C}]+@[^\s@"(),:;<>[\\\]\p{C}.]+(\.[^\s@"(),:;<>[\\\]\p{C}.]+)+$/u;
export const email = z
  .string()
  .check(
    z.maxLength(254, { message: "is too long", abort: true }),
    z.overwrite(normalEmail),
    z.maxLength(254, "is too long"),
    z.regex(ADDRESS, "is not an e-mail address"),
  );

export const figure = z.strictObject({
  metric: metricKey,
  value: z.number("is not a number").check(z.gte(0, "is negative"), z.lte(LIMITS.figureMax, "is absurdly large")),
  unit: z.optional(line(40)),
});
export type FigureInput = z.infer<typeof figure>;

export const audience = z.strictObject({
  organisations: z.optional(idList),
  sectors: z.optional(z.array(sectorKey).check(z.minLength(1), z.maxLength(50))),
  people: z.optional(idList),
});
export type Audience = z.infer<typeof audience>;

/** Where a statement can be read: shown beside it, never fetched. */
export const reference = z.strictObject({
  title: line(LIMITS.titleMax),
  url: z.optional(
    z
      .string()
      .check(z.maxLength(2000, "is too long"), z.regex(/^https?:\/\/[^\s\p{Cc}\p{Cs}]+$/u, "is not a web address")),
  ),
  /** The source's own wording of the time. */
  wording: z.optional(line(LIMITS.titleMax)),
});
export type Reference = z.infer<typeof reference>;
