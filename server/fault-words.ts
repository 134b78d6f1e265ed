/** SQLSTATE of PostgreSQL, or a code of Node. */
const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "no code");

const chainOf = (error: Error): Error[] => [
  error,
  ...(error.cause instanceof Error && error.cause !== error ? chainOf(error.cause) : []),
];

/** A statement that failed is quoted with all its values, and the store quotes the one that it did not like. */
const isOfStore = (error: Error): boolean =>
  "query" in error || "severity" in error || /^[0-9A-DF-Z][0-9A-Z]{4}$/.test(codeOf(error));

/**
 * What the log may say of an error. Of one that comes from the store only its code and where it happened: the rest
 * holds what people wrote, their addresses and the hashes of their secrets.
 */
export const faultWords = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error === "string" ? error : `a thrown ${typeof error}`;
  const chain = chainOf(error);
  if (!chain.some(isOfStore)) return error.stack ?? error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [`The store refused a statement (${chain.map(codeOf).join(", ")}).`, ...frames].join("\n");
};
