"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** Names after the question mark with their new values; null takes the name away. */
export type AddressChanges = Readonly<Record<string, string | null>>;

export type Address = {
  params: { get: (name: string) => string | null };
  hrefOf: (changes: AddressChanges) => string;
  /** Asks the server for nothing. Makes a step in the history of the browser, unless it only replaces the last one. */
  change: (changes: AddressChanges, how?: "push" | "replace") => void;
};

const changed = (from: string, changes: AddressChanges): string => {
  const params = new URLSearchParams(from);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return `?${params.toString()}`;
};

/** What the address says after the question mark: the same link shows everybody the same. */
export const useAddress = (): Address => {
  const params = useSearchParams();
  const change = useCallback((changes: AddressChanges, how: "push" | "replace" = "push") => {
    const next = changed(window.location.search, changes);
    if (next === window.location.search) return;
    if (how === "push") window.history.pushState(null, "", next);
    else window.history.replaceState(null, "", next);
  }, []);
  return { params, hrefOf: (changes) => changed(params.toString(), changes), change };
};
