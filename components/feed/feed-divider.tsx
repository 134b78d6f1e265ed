"use client";

import { useEffect, useRef } from "react";

/** So long it stands before the reader's eyes until what is above it counts as read. */
const SEEN_AFTER_MS = 2_000;

type Props = { words: string; onSeen: () => void };

/** Parts what is new from what was read. */
export const FeedDivider = ({ words, onSeen }: Props) => {
  const line = useRef<HTMLLIElement>(null);
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });
  useEffect(() => {
    const element = line.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOnScreen = false;
    const look = (): void => {
      clearTimeout(timer);
      if (isOnScreen && document.visibilityState === "visible") {
        timer = setTimeout(() => latest.current(), SEEN_AFTER_MS);
      }
    };
    const watch = new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? isOnScreen;
      look();
    });
    watch.observe(element);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return (
    <li ref={line} className="feed-divider">
      {words}
    </li>
  );
};
