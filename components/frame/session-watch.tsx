"use client";

import { useCallback, useEffect, useState } from "react";
import type { SessionEnds } from "#client/session-watch";
import { useLoaded } from "#components/ui/use-loaded";

const START_AFTER_MS = 60_000;
const loadBar = async () => (await import("./session-warning.tsx")).SessionWarningBar;

/** Nothing ends in the first minute of a page, so its script comes after the page's own. */
export const SessionWatch = ({ ends }: { ends: SessionEnds }) => {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (isDue) return undefined;
    const timer = setTimeout(() => setDue(true), START_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isDue]);
  const Bar = useLoaded(
    loadBar,
    isDue,
    useCallback(() => setDue(false), []),
  );
  return Bar === null ? null : <Bar ends={ends} />;
};
