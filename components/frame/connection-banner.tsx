"use client";

import { useEffect, useState } from "react";
import { useBoard, useConnection, usePending } from "#client/use-incident";
import { useServerNow } from "#client/use-server-now";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Board } from "#domain/board";
import { zuluTime } from "#domain/time-words";
import { announceNow } from "./announcer.tsx";
import { downWords, retryWords } from "./connection-words.ts";
import { incidentTimeOf } from "./incident-time-of.ts";
import { useRoom } from "./room.tsx";

const incidentOf = (board: Board): Board["incident"] => board.incident;

/** So long the line may be down before it is said aloud. */
const SAID_AFTER_MS = 30_000;

const waitingWords = (count: number): string =>
  count === 0
    ? "Posting still works."
    : `Posting still works: ${count} ${count === 1 ? "update waits" : "updates wait"} on this device.`;

const NotLive = () => {
  const { incidentId } = useRoom();
  const view = useConnection(incidentId);
  const waiting = usePending(incidentId).pending.filter((pending) => pending.state !== "refused").length;
  const now = useServerNow(1_000);
  const incident = useBoard(incidentId, incidentOf);
  useEffect(() => {
    const timer = setTimeout(() => announceNow("Not live"), SAID_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section className="not-live" aria-label="Connection">
      <Icon name="off" size="md" />
      <p>
        <b>
          Not live since {zuluTime(incidentTimeOf(incident, view.sinceMs), true)}, {downWords(now - view.sinceMs)}.
        </b>{" "}
        Everything below is old. {waitingWords(waiting)}
      </p>
      <span className="flex-1" />
      <span role="timer">{retryWords(view.retryAtMs, now)}</span>
      <Button onClick={view.retryNow}>
        <Icon name="retry" />
        Retry now
      </Button>
    </section>
  );
};

const NewVersion = () => {
  const [isLater, setLater] = useState(false);
  if (isLater) return null;
  return (
    <section className="new-version" aria-label="New version">
      <p>A new version is ready. Drafts are kept.</p>
      <Button size="slim" onClick={() => window.location.reload()}>
        Reload now
      </Button>
      <Button size="slim" tone="ghost" onClick={() => setLater(true)}>
        Later
      </Button>
    </section>
  );
};

/** Says that the page is old. It stands where the key numbers stand, so that nothing below moves. */
export const ConnectionBanner = () => {
  const view = useConnection(useRoom().incidentId);
  if (view.stale) return <NotLive />;
  return view.newVersion === true || view.state === "old-app" ? <NewVersion /> : null;
};
