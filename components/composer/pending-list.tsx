"use client";

import { useEffect, useRef } from "react";
import type { Pending } from "#client/outbox-entry";
import { useBoard, usePending } from "#client/use-incident";
import { announceNow } from "#components/frame/announcer";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Icon, type IconName } from "#components/ui/icon";
import { StatusMark } from "#components/ui/status-mark";
import { TlpChip } from "#components/ui/tlp-chip";
import type { Board } from "#domain/board";
import { zuluTime } from "#domain/time-words";
import { incidentTimeOf } from "../frame/incident-time-of.ts";
import { pendingText, pendingTitle } from "./pending-words.ts";
import "./composer.css";

const incidentOf = (board: Board): Board["incident"] => board.incident;
const organisationsOf = (board: Board): Board["organisations"] => board.organisations;

const ICONS: Record<Pending["state"], IconName> = { waiting: "clock", sending: "clock", saved: "check", refused: "x" };

const StateLine = ({ pending }: { pending: Pending }) => {
  const incident = useBoard(useRoom().incidentId, incidentOf);
  const timeOf = (iso: string, seconds = false): string => zuluTime(incidentTimeOf(incident, Date.parse(iso)), seconds);
  return (
    <div className="pending-state">
      <Icon name={ICONS[pending.state]} />
      <b>
        {pending.state === "saved"
          ? `Saved ${timeOf(pending.savedAt ?? pending.writtenAt, true)}`
          : pending.state === "refused"
            ? "Not saved"
            : "Waiting to send"}
      </b>
      {pending.state === "saved" || pending.state === "refused" ? null : (
        <span>written {timeOf(pending.writtenAt)}</span>
      )}
    </div>
  );
};

const Content = ({ pending }: { pending: Pending }) => {
  const organisations = useBoard(useRoom().incidentId, organisationsOf);
  const { command } = pending;
  const text = pendingText(command);
  return (
    <div className="pending-content">
      <b>{pendingTitle(command, organisations)}</b>
      {"status" in command && command.status !== undefined ? <StatusMark status={command.status} /> : null}
      {"marking" in command && command.marking ? <TlpChip marking={command.marking} slim /> : null}
      {text === null ? null : <p>{text}</p>}
    </div>
  );
};

type ItemProps = { pending: Pending; onRetry: () => void; onDiscard: () => void };

const PendingItem = ({ pending, onRetry, onDiscard }: ItemProps) => (
  <li className={`pending pending-${pending.state}`}>
    <StateLine pending={pending} />
    <Content pending={pending} />
    {pending.state === "refused" ? (
      <>
        <p className="pending-why">
          {pending.refusal?.message ?? "The server did not take it."} It is kept on this device.
        </p>
        <div className="pending-actions">
          <Button tone="danger" onClick={onRetry}>
            <Icon name="retry" />
            Retry
          </Button>
          <Button onClick={onDiscard}>Discard</Button>
        </div>
      </>
    ) : null}
  </li>
);

/** What this person has written and the log does not hold yet; each is in one of three states until it does. */
export const PendingList = () => {
  const { pending, retry, discard } = usePending(useRoom().incidentId);
  const told = useRef(new Set<string>());
  const refused = pending.filter((one) => one.state === "refused");
  useEffect(() => {
    for (const one of refused) {
      if (told.current.has(one.id)) continue;
      told.current.add(one.id);
      announceNow(`Not saved: ${one.refusal?.message ?? "the server did not take it."}`);
    }
  });
  const shown = pending.filter((one) => one.command.kind !== "read.mark" || one.state === "refused");
  if (shown.length === 0) return null;
  return (
    <ul className="pending-list" aria-label="Written by you, not in the log yet">
      {shown.toReversed().map((one) => (
        <PendingItem key={one.id} pending={one} onRetry={() => retry(one.id)} onDiscard={() => discard(one.id)} />
      ))}
    </ul>
  );
};
