"use client";

import { type FormEvent, useState } from "react";
import { useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/input";

type Props = { on: string; onDone: () => void };

/** One line about an item; seen by those who see the item. */
export const CommentForm = ({ on, onDone }: Props) => {
  const send = useSend(useRoom().incidentId);
  const [text, setText] = useState("");
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    await send({ kind: "comment.post", on, text: text.trim() });
    onDone();
  };
  return (
    <form className="flex gap-2 pt-2" onSubmit={(event) => void submit(event)}>
      <Input
        aria-label="Comment"
        placeholder="Comment"
        className="flex-1"
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        // The form opens because its button was pressed: the next thing is to write.
        ref={(field) => field?.focus()}
      />
      <Button type="submit">Comment</Button>
    </form>
  );
};
