"use client";

import { type SubmitEvent, useId, useRef, useState } from "react";
import { useBoard, useSend } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { TextArea } from "#components/ui/text-area";
import type { Board } from "#domain/board";
import { zuluTime } from "#domain/time-words";

const commanderOf = (board: Board): Board["incident"]["commander"] => board.incident.commander;

/** A question to the commander; he and everybody who reads comments in the room see it. */
export const AskCommander = () => {
  const { incidentId } = useRoom();
  const commander = useBoard(incidentId, commanderOf);
  const send = useSend(incidentId);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<string | null>(null);
  const sent = useSent(incidentId, asked);
  const handleSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { id } = await send({ kind: "comment.post", on: "room", text, mentions: [commander.person] });
    setAsked(id);
    setText("");
    dialog.current?.close();
  };
  return (
    <>
      <Button size="big" tone="primary" onClick={() => dialog.current?.showModal()}>
        Ask the commander
      </Button>
      {sent === null || sent.state === "gone" ? null : (
        <p className="asked-state" role="status">
          {sent.state === "saved" ? `Asked ${zuluTime(Date.parse(sent.at))}.` : null}
          {sent.state === "waiting" ? "Your question waits for the line. It goes out by itself." : null}
          {sent.state === "refused" ? `Not sent: ${sent.refusal.message}` : null}
        </p>
      )}
      <dialog ref={dialog} className="ask" aria-labelledby={title}>
        <form className="grid gap-3" onSubmit={handleSubmit}>
          <h2 id={title} className="text-16/16">
            Ask {commander.name}
          </h2>
          <TextArea
            aria-labelledby={title}
            rows={4}
            required
            maxLength={2000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <p className="text-13 text-muted">Everybody in the room can read the question and the answer.</p>
          <div className="flex justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>Not now</Button>
            <Button type="submit" tone="primary">
              Send the question
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
};
