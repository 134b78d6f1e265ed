import { useSyncExternalStore } from "react";

const watchHash = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** What stands behind the # of the address, which browsers never send to a server; null while the server renders. */
export const useHash = (): string | null =>
  useSyncExternalStore(
    watchHash,
    () => window.location.hash.slice(1),
    () => null,
  );
