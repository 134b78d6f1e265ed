import type { Hears } from "./silence.ts";

/** What is said where silence cannot be told from words that the viewer may not read. */
export const NOTHING_READABLE = "Nothing that you may read";

export const HEARS_ALL: Hears = () => true;
