import { watchable } from "./watched.ts";

/** Milliseconds to add to this device's clock to get the server's. */
export const serverOffset = watchable(0);

/** The server's wall clock as this device knows it, in milliseconds. */
export const serverNow = (): number => Date.now() + serverOffset.get();
