/** What a failed statement means to the caller: full disk, store away for a while, or a conflict that a retry may resolve. */
export type StoreFault = "no-space" | "unavailable" | "conflict";

/** PostgreSQL's codes; read only is what the embedded store becomes shortly before its disk is full. */
const codes: readonly (readonly [StoreFault, RegExp])[] = [
  ["no-space", /^(53100|25006)$/],
  ["conflict", /^(40001|40P01)$/],
  [
    "unavailable",
    /^(08...|57P0.|57014|53[234]00|55P03|25P0[34]|E(CONN.*|PIPE|NOENT|TIMEDOUT|HOST.*|NOTFOUND|AI_AGAIN))$/,
  ],
];

/** The driver gives no code to these. */
const lostConnection =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/** Tells an expected fault of the store from a mistake in a statement, for which it answers undefined. */
export function faultOf(error: unknown): StoreFault | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? at.code : undefined;
    const known = code === undefined ? undefined : codes.find(([, pattern]) => pattern.test(code));
    if (known) return known[0];
    if (code === undefined && lostConnection.test(at.message)) return "unavailable";
  }
  return undefined;
}
