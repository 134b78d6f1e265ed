import type { Context } from "./context.ts";

/**
 * Next bundles the pages apart from the server, so module state is not shared between the two; `globalThis` is.
 * This file alone hands the running context over.
 */
const KEY = Symbol.for("muster.running");
type Holder = { [KEY]?: Context };

export const setRunning = (context: Context): void => {
  (globalThis as Holder)[KEY] = context;
};

/** Throws when the pages are rendered outside a running server. */
export const running = (): Context => {
  const context = (globalThis as Holder)[KEY];
  if (context === undefined) throw new Error("Muster's server is not running in this process.");
  return context;
};
