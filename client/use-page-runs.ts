import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => undefined;

/** Does the page's script run yet? False in what the server rendered, until this part of it is taken over. */
export const usePageRuns = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
