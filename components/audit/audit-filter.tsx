/** What the address says about which rows to show; days are those of UTC. */
export type AuditChoice = {
  actor?: string | undefined;
  action?: string | undefined;
  organisation?: string | undefined;
  /** The first and the last day: YYYY-MM-DD. */
  from?: string | undefined;
  to?: string | undefined;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY_MS = 86_400_000;

const known = (value: unknown, form: RegExp): string | undefined =>
  typeof value === "string" && form.test(value) ? value : undefined;

const day = (value: unknown): string | undefined => {
  const text = known(value, /^\d{4}-\d\d-\d\d$/);
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
};

/** What somebody typed into the address, without what makes no sense. */
export const choiceIn = (query: Readonly<Record<string, unknown>>): AuditChoice => ({
  actor: known(query["actor"], UUID),
  action: known(query["action"], /^[a-z.-]{1,60}$/),
  organisation: known(query["organisation"], UUID),
  from: day(query["from"]),
  to: day(query["to"]),
});

/** The same as the API is asked for it: from a moment on, until before another. */
export const filterOf = ({ from, to, ...rest }: AuditChoice) => ({
  ...rest,
  from: from === undefined ? undefined : new Date(from).toISOString(),
  until: to === undefined ? undefined : new Date(Date.parse(to) + DAY_MS).toISOString(),
});

/** As a query string, empty when nothing is said. */
export const queryOf = (fields: Readonly<Record<string, string | undefined>>): string => {
  const said = Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1]));
  return said.length === 0 ? "" : `?${new URLSearchParams(said)}`;
};
