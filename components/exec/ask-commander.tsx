"use client";

import { useCallback, useState } from "react";
import { useBoard } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { useLoaded } from "#components/ui/use-loaded";
import type { Board, IncidentState } from "#domain/board";
import { zuluTime } from "#domain/time-words";

const loadDialog = async () => (await import("./question-dialog.tsx")).QuestionDialog;

const commanderOf = (board: Board): IncidentState["commander"] => board.incident.commander;

/** A question to the commander; he and everybody who reads comments in the room see it. */
export const AskCommander = () => {
  const { incidentId } = useRoom();
  const commander = useBoard(incidentId, commanderOf);
  const [isAsking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const QuestionDialog = useLoaded(loadDialog, isAsking, close);
  const [asked, setAsked] = useState<string | null>(null);
  const sent = useSent(incidentId, asked);
  return (
    <>
      <Button size="big" tone="primary" onClick={() => setAsking(true)}>
        Ask the commander
      </Button>
      {sent === null || sent.state === "gone" ? null : (
        <p className="asked-state" role="status">
          {sent.state === "saved" ? `Asked ${zuluTime(Date.parse(sent.at))}.` : null}
          {sent.state === "waiting" ? "Your question waits for the line. It goes out by itself." : null}
          {sent.state === "refused" ? `Not sent: ${sent.refusal.message}` : null}
        </p>
      )}
      {QuestionDialog === null ? null : (
        <QuestionDialog
          commander={commander}
          onClose={(id) => {
            close();
            if (id !== null) setAsked(id);
          }}
        />
      )}
    </>
  );
};
