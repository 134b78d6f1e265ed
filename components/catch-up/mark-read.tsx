"use client";

import { useState } from "react";
import { useSend } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { useRoom } from "#components/frame/room";
import { Button, buttonClass } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { PageLink } from "#components/ui/page-link";
import { firstScreenOf, incidentPath } from "#domain/first-screen";

const WORDS = { me: "Go to my row", exec: "Go to the summary", "": "Go to the board" } as const;

type Props = { until: string };

/** Nothing counts as read until somebody says so. Then it is read on all of the person's devices. */
export const MarkRead = ({ until }: Props) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const [marked, setMarked] = useState<string | null>(null);
  const sent = useSent(incidentId, marked);
  const screen = firstScreenOf(viewer.role);
  const isRefused = sent?.state === "refused";
  return (
    <>
      {marked === null || isRefused ? (
        <Button
          tone="primary"
          onClick={async () => {
            const { id } = await send({ kind: "read.mark", cursor: until });
            setMarked(id);
          }}
        >
          <Icon name="check" />
          Mark read
        </Button>
      ) : (
        <span className="catch-marked" role="status">
          <Icon name="check" />
          {sent?.state === "waiting" ? "Read, as soon as the line is back" : "Read up to here"}
        </span>
      )}
      {isRefused ? <span role="alert">{sent.refusal.message}</span> : null}
      <PageLink className={buttonClass()} href={incidentPath(incidentId, screen)}>
        {WORDS[screen]}
        <Icon name="arrow" />
      </PageLink>
    </>
  );
};
