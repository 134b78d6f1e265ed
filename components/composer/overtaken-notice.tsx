"use client";

import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { Button } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import { agoWords } from "#domain/time-words";
import { STATUS_WORDS } from "#domain/words";
import type { Overtaking } from "./overtaking.ts";
import type { Composing } from "./use-composing.tsx";
import "./composer.css";

const MINUTE = 60_000;

/** "Liaison posted “Recovering” 20 s ago." */
export const overtakingWords = ({ name, at, isOwn, status }: Overtaking, now: number): string => {
  const age = Math.max(0, now - Date.parse(at));
  const ago = age < MINUTE ? `${Math.floor(age / 1_000)} s ago` : agoWords(age);
  return `${name} ${isOwn ? "posted" : "relayed"} ${status === null ? "an update" : `“${STATUS_WORDS[status]}”`} ${ago}.`;
};

const Notice = ({ word, onKeep }: { word: Overtaking; onKeep: () => void }) => {
  const { incidentId } = useRoom();
  return (
    <p className="composer-note">
      {overtakingWords(word, useIncidentNow())}
      <PageLink className="btn btn-slim" href={`/i/${incidentId}/updates#u-${word.event}`}>
        Show
      </PageLink>
      <Button size="slim" onClick={onKeep}>
        Keep mine
      </Button>
    </p>
  );
};

/** Something was said for the same organisation while this draft was being written. Both stay in the log. */
export const OvertakenNotice = ({ composing }: { composing: Composing }) =>
  composing.overtaking === null ? null : <Notice word={composing.overtaking} onKeep={composing.keepMine} />;
