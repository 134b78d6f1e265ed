"use client";

import { useState } from "react";
import { useBoard } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { useRoom } from "#components/frame/room";
import type { Board, IncidentState } from "#domain/board";
import { zuluTime } from "#domain/time-words";
import { QuestionDialog } from "./question-dialog.tsx";

const commanderOf = (board: Board): IncidentState["commander"] => board.incident.commander;

/** The dialog, once for each `turn`, and what became of the question that was sent last. */
export const Asking = ({ turn }: { turn: number }) => {
  const { incidentId } = useRoom();
  const commander = useBoard(incidentId, commanderOf);
  const [done, setDone] = useState(0);
  const [asked, setAsked] = useState<string | null>(null);
  const sent = useSent(incidentId, asked);
  return (
    <>
      {sent === null || sent.state === "gone" ? null : (
        <p className="asked-state" role="status">
          {sent.state === "saved" ? `Asked ${zuluTime(Date.parse(sent.at))}.` : null}
          {sent.state === "waiting" ? "Your question waits for the line. It goes out by itself." : null}
          {sent.state === "refused" ? `Not sent: ${sent.refusal.message}` : null}
        </p>
      )}
      {done === turn ? null : (
        <QuestionDialog
          key={turn}
          commander={commander}
          onClose={(id) => {
            setDone(turn);
            if (id !== null) setAsked(id);
          }}
        />
      )}
    </>
  );
};
