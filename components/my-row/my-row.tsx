"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useBoard, useSend } from "#client/use-incident";
import { useComposing } from "#components/composer/use-composing";
import { useEarlyWords } from "#components/composer/use-early-words";
import { useViewer } from "#components/composer/use-viewer";
import { useRoom } from "#components/frame/room";
import { mayPostOwn } from "#components/frame/viewer-rights";
import { Icon } from "#components/ui/icon";
import { StatusMark } from "#components/ui/status-mark";
import type { Board, IncidentState, Row } from "#domain/board";
import { type RowState, rowState } from "#domain/clocks";
import { ageWords, stampWords, untilWords } from "#domain/time-words";
import { oneAct } from "../composer/one-act.ts";
import { correctionOf, fieldsOf, type Posted } from "./correction.ts";
import { OwnPosts } from "./own-posts.tsx";
import { RelayedWord } from "./relayed-word.tsx";
import { CorrectionButtons, ReportButtons, RowForm } from "./row-form.tsx";
import "./my-row.css";

const incidentOf = (board: Board): IncidentState => board.incident;

const dueWords = ({ dueAtMs, overdueMs, freshness }: RowState, now: number): string => {
  if (dueAtMs === null) return "No word is expected of you";
  if (freshness === "fresh") return `Your next word is due ${stampWords(dueAtMs, now)}, ${untilWords(dueAtMs - now)}`;
  if (freshness === "due") return `Your word is due since ${stampWords(dueAtMs, now)}`;
  return `Your word is overdue ${ageWords(overdueMs)}`;
};

const RowHead = ({ row, state, now }: { row: Row; state: RowState; now: number }) => (
  <div className="row-head">
    <h2>
      <bdi>{row.name}</bdi>
    </h2>
    <StatusMark status={state.status} filled />
    <p className={state.freshness === "fresh" || state.freshness === "unasked" ? "row-due" : "row-due is-late"}>
      <Icon name="clock" />
      {dueWords(state, now)}
    </p>
  </div>
);

const OwnRow = ({ row, incident }: { row: Row; incident: IncidentState }) => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const composing = useComposing(row);
  const send = useSend(incidentId);
  const [once] = useState(() => oneAct(() => performance.now()));
  const [corrected, setCorrected] = useState<Posted | null>(null);
  const { draft, change, reset, now } = composing;
  const form = useRef<HTMLFormElement>(null);
  useEarlyWords(form, composing);
  // What is to be corrected is mostly a number: one click, and it is typed over.
  useEffect(() => {
    if (corrected !== null) form.current?.querySelector<HTMLInputElement>(".row-numbers input")?.focus();
  }, [corrected]);
  const correction = corrected === null ? null : correctionOf(draft, corrected, composing.last.status);
  const leaveCorrection = () => {
    setCorrected(null);
    reset();
  };
  const handleSend = async () => {
    if (corrected === null) return composing.send();
    if (correction === null) return;
    await once(JSON.stringify(correction), async () => {
      await send(correction);
      leaveCorrection();
    });
  };
  return (
    <>
      <RowHead row={row} state={rowState(incident, row, now)} now={now} />
      {viewer.standing === "provisional" ? (
        <p className="row-provisional">
          Nobody has vouched for you yet: your posts say so, and you see TLP:GREEN and TLP:CLEAR only.
        </p>
      ) : null}
      {composing.relayed === null ? null : <RelayedWord row={row} relayed={composing.relayed} now={now} />}
      <RowForm
        ref={form}
        row={row}
        composing={composing}
        onSend={handleSend}
        posts={
          <OwnPosts
            organisation={row.id}
            onCorrect={(posted) => {
              setCorrected(posted);
              change(fieldsOf(posted), true);
            }}
          />
        }
      >
        {corrected === null ? (
          <ReportButtons composing={composing} />
        ) : (
          <CorrectionButtons isDifferent={correction !== null} onKeep={leaveCorrection} />
        )}
      </RowForm>
    </>
  );
};

/** One row kept true: the liaison's screen, made for one thumb. */
export const MyRow = () => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const { organisation } = viewer;
  const row = useBoard(
    incidentId,
    useCallback((board: Board) => board.organisations[organisation], [organisation]),
  );
  const incident = useBoard(incidentId, incidentOf);
  if (row === undefined || row.participation === "left") {
    return <p className="row-none">Your organisation is not on this board. The command can bring it in.</p>;
  }
  if (!mayPostOwn(viewer))
    return (
      <p className="row-none">
        Your role reads along. It does not post for <bdi>{row.name}</bdi>.
      </p>
    );
  if (incident.phase === "closed") {
    return <p className="row-none">The incident is closed. Nothing more is posted until it is opened again.</p>;
  }
  return <OwnRow row={row} incident={incident} />;
};
