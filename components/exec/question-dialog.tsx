"use client";

import { type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import { useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { TextArea } from "#components/ui/text-area";
import type { IncidentState } from "#domain/board";

type Props = {
  commander: IncidentState["commander"];
  /** The id of the question once it is safe in the outbox; null when there is none. */
  onClose: (asked: string | null) => void;
};

/** The browser's own dialog: it keeps the focus, takes Escape and gives the focus back. */
export const QuestionDialog = ({ commander, onClose }: Props) => {
  const { incidentId } = useRoom();
  const send = useSend(incidentId);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [text, setText] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const handleSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { id } = await send({ kind: "comment.post", on: "room", text, mentions: [commander.person] });
    dialog.current?.close();
    onClose(id);
  };
  const leave = () => {
    dialog.current?.close();
    onClose(null);
  };
  return (
    <dialog ref={dialog} className="ask" aria-labelledby={title} onCancel={() => onClose(null)}>
      <form className="grid gap-3" onSubmit={handleSubmit}>
        <h2 id={title} className="text-16/16">
          Ask <bdi>{commander.name}</bdi>
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
          <Button onClick={leave}>Not now</Button>
          <Button type="submit" tone="primary">
            Send the question
          </Button>
        </div>
      </form>
    </dialog>
  );
};
