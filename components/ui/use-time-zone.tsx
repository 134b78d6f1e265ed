"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const zoneOfDevice = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const unknownOnServer = (): null => null;

/** The zone of the device; null in the first HTML, which cannot know it. */
export const useTimeZone = (): string | null =>
  useSyncExternalStore<string | null>(never, zoneOfDevice, unknownOnServer);
