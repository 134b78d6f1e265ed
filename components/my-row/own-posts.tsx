"use client";

import { useCallback } from "react";
import type { Pending } from "#client/outbox-entry";
import { useBoard, useConnection, useIncidentSession, usePending } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Board, IncidentState } from "#domain/board";
import type { EventOf } from "#domain/event";
import { zuluTime } from "#domain/time-words";
import { delayWords } from "../feed/moment-of.ts";
import { incidentTimeOf } from "../frame/incident-time-of.ts";
import type { Posted } from "./correction.ts";
import { PostCard, type Said } from "./post-card.tsx";

type OwnCommand = Extract<Pending["command"], { kind: "update.post" | "update.renew" }>;

const saidIn = (command: OwnCommand): Said => (command.kind === "update.renew" ? { renewed: true } : command);
const incidentOf = (board: Board): IncidentState => board.incident;

/** Times as the incident's own clock shows them: a drill has another one than the wall. */
const useTimes = (incident: string) => {
  const state = useBoard(incident, incidentOf);
  return {
    timeOf: (iso: string): string => zuluTime(incidentTimeOf(state, Date.parse(iso)), true),
    delayOf: (event: { writtenAt?: string; at: string }): string | undefined => delayWords(event, state) ?? undefined,
  };
};

const WaitingPost = ({ pending, command }: { pending: Pending; command: OwnCommand }) => {
  const { incidentId } = useRoom();
  const { timeOf } = useTimes(incidentId);
  const { retry, discard } = usePending(incidentId);
  const { retryNow, stale } = useConnection(incidentId);
  if (pending.state === "saved") {
    return <PostCard state="saved" when={timeOf(pending.savedAt ?? pending.writtenAt)} said={saidIn(command)} />;
  }
  if (pending.state !== "refused") {
    return (
      <PostCard state="waiting" when={timeOf(pending.writtenAt)} said={saidIn(command)}>
        {stale ? <Button onClick={retryNow}>Try now</Button> : null}
      </PostCard>
    );
  }
  const text = command.kind === "update.post" ? command.text : undefined;
  return (
    <PostCard
      state="refused"
      when={timeOf(pending.writtenAt)}
      said={saidIn(command)}
      why={pending.refusal?.message ?? "The server did not take it."}
    >
      <Button tone="danger" onClick={() => retry(pending.id)}>
        <Icon name="retry" />
        Retry
      </Button>
      {text === undefined ? null : (
        <Button onClick={() => void navigator.clipboard.writeText(text)}>
          <Icon name="copy" />
          Copy text
        </Button>
      )}
      <Button onClick={() => discard(pending.id)}>Discard</Button>
    </PostCard>
  );
};

type Saved = Posted | EventOf<"update.renewed">;

/** The newest word of this person for the organisation since the page opened, if the log still shows it. */
const useLastSaved = (organisation: string): Saved | null => {
  const { incidentId, viewer } = useRoom();
  const openedAt = useIncidentSession(incidentId).opening.at;
  const { person } = viewer;
  return useBoard(
    incidentId,
    useCallback(
      ({ feed }: Board): Saved | null => {
        for (const { event } of feed.toReversed()) {
          if (event.at < openedAt) return null;
          const isWord = event.kind === "update.posted" || event.kind === "update.renewed";
          if (isWord && event.organisation === organisation && event.by.person === person) return event;
        }
        return null;
      },
      [organisation, person, openedAt],
    ),
  );
};

type SavedProps = { saved: Saved; onCorrect: (posted: Posted) => void };

/** What was said can be corrected; "no change" added nothing that could be wrong. */
const SavedPost = ({ saved, onCorrect }: SavedProps) => {
  const { timeOf, delayOf } = useTimes(useRoom().incidentId);
  return saved.kind === "update.renewed" ? (
    <PostCard state="saved" when={timeOf(saved.at)} delay={delayOf(saved)} said={{ renewed: true }} />
  ) : (
    <PostCard state="saved" when={timeOf(saved.at)} delay={delayOf(saved)} said={saved}>
      <Button className="sent-correct" onClick={() => onCorrect(saved)}>
        Correct it
      </Button>
    </PostCard>
  );
};

const SHOWN_MAX = 3;

type Props = { organisation: string; onCorrect: (posted: Posted) => void };

/** What this person said for the organisation: what waits or failed, and the newest that was saved. */
export const OwnPosts = ({ organisation, onCorrect }: Props) => {
  const { pending } = usePending(useRoom().incidentId);
  const saved = useLastSaved(organisation);
  const waiting = pending.flatMap((one) => {
    const { command } = one;
    const isOwn =
      (command.kind === "update.post" || command.kind === "update.renew") && command.organisation === organisation;
    return isOwn ? [<WaitingPost key={one.id} pending={one} command={command} />] : [];
  });
  if (waiting.length === 0 && saved === null) return null;
  return (
    <ol className="posts" aria-label="Sent by you">
      {waiting.slice(-SHOWN_MAX)}
      {saved === null || waiting.length > 0 ? null : <SavedPost saved={saved} onCorrect={onCorrect} />}
    </ol>
  );
};
