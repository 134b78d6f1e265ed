"use client";

import { useEffect, useSyncExternalStore } from "react";
import { type FeedEntry, holdsItem } from "./feed-entries.ts";

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

const PREFIX = "#u-";

export type Linked = {
  /** So many entries have to be shown for the item to be among them. */
  shownUpTo: number;
  /** The id of the item when the feed does not hold it. */
  missing: string | null;
};

/** The item that the address leads to (`#u-…`), wherever in the feed it stands. */
export const useLinked = (entries: readonly FeedEntry[], isLinkable: boolean): Linked => {
  const hash = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => "",
  );
  const id = isLinkable && hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : null;
  const at = id === null ? -1 : entries.findIndex((entry) => holdsItem(entry, id));
  const entry = entries[at]?.id;
  useEffect(() => {
    if (id !== null && entry !== undefined) document.getElementById(`u-${entry}`)?.scrollIntoView({ block: "center" });
  }, [id, entry]);
  return { shownUpTo: at + 1, missing: at === -1 ? id : null };
};
