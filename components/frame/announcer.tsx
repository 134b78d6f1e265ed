"use client";

import { useEffect, useRef } from "react";
import { announcementQueue } from "./announcement-queue.ts";

type Voice = { polite: (text: string) => void; assertive: (text: string) => void; clear: () => void };
let voice: Voice | null = null;

/** Says it to readers of the screen when the voice is free: at most one sentence in ten seconds. */
export const announce = (text: string): void => voice?.polite(text);
/** Says it at once: only for "not live", "not saved" and "asked of you". */
export const announceNow = (text: string): void => voice?.assertive(text);
/** Forgets what waits to be said. */
export const hushAnnouncements = (): void => voice?.clear();

const handTimer = {
  set: (run: () => void, ms: number): void => {
    setTimeout(run, ms);
  },
  now: (): number => performance.now(),
};

/** The two regions every sentence for readers of the screen goes through; part of the first HTML. */
export const Announcer = () => {
  const polite = useRef<HTMLDivElement>(null);
  const assertive = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const say = (region: HTMLDivElement | null, text: string): void => {
      if (region !== null) region.textContent = text;
    };
    const queue = announcementQueue((text) => say(polite.current, text), handTimer);
    voice = { polite: queue.add, assertive: (text) => say(assertive.current, text), clear: queue.clear };
    return () => {
      voice = null;
    };
  }, []);
  return (
    <>
      <div ref={polite} role="status" className="sr-only" id="announcer" />
      <div ref={assertive} role="alert" className="sr-only" id="announcer-now" />
    </>
  );
};
