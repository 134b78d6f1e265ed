"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

let known: { offset: number; zone: string } | undefined;

/** The browser takes its time to name the zone: it is asked again when the device's clock is another one. */
const zoneOfDevice = (): string => {
  const offset = new Date().getTimezoneOffset();
  if (known?.offset !== offset) known = { offset, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return known.zone;
};
const unknownOnServer = (): null => null;

/** The zone of the device; null in the first HTML, which cannot know it. */
export const useTimeZone = (): string | null =>
  useSyncExternalStore<string | null>(never, zoneOfDevice, unknownOnServer);
