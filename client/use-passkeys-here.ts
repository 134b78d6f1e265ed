import { useSyncExternalStore } from "react";

/** Passkeys belong to a name: at a bare address there are none. */
const isBareAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.startsWith("[");

const never = (): (() => void) => () => undefined;

/** Can this browser use passkeys at the address it is at? False until the page runs. */
export const usePasskeysHere = (): boolean =>
  useSyncExternalStore(
    never,
    () => "PublicKeyCredential" in window && !isBareAddress(window.location.hostname),
    () => false,
  );
