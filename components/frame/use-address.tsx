"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

/** Names after the question mark with their new values; null takes the name away. */
export type AddressChanges = Readonly<Record<string, string | null>>;

export type Address = {
  params: { get: (name: string) => string | null };
  hrefOf: (changes: AddressChanges) => string;
  /** Asks the server for nothing. Makes a step in the history of the browser, unless it only replaces the last one. */
  change: (changes: AddressChanges, how?: "push" | "replace") => void;
};

const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
};

const changed = (from: string, changes: AddressChanges): string => {
  const params = new URLSearchParams(from);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return `?${params.toString()}`;
};

const change: Address["change"] = (changes, how = "push") => {
  const next = changed(window.location.search, changes);
  if (next === changed(window.location.search, {})) return;
  const address = next === "?" ? window.location.pathname : next;
  if (how === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
  for (const listener of [...listeners]) listener();
};

/**
 * What the address says after the question mark: the same link shows everybody the same.
 * The router learns of a change when it finds time; what is shown follows at once, however much comes in meanwhile.
 */
export const useAddress = (): Address => {
  const atRendering = useSearchParams().toString();
  const search = useSyncExternalStore(
    subscribe,
    () => window.location.search,
    () => atRendering,
  );
  return useMemo(
    () => ({ params: new URLSearchParams(search), hrefOf: (changes) => changed(search, changes), change }),
    [search],
  );
};
