"use client";

import { useState } from "react";
import { useBoard, useSend } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import type { Board, FeedItem } from "#domain/board";
import type { EventKind, EventOf } from "#domain/event";
import { may } from "#domain/policy";
import { zuluTime } from "#domain/time-words";
import { incidentTimeOf } from "../frame/incident-time-of.ts";
import { CommentForm } from "./comment-form.tsx";
import { CorrectionForm } from "./correction-form.tsx";
import { commentsOn } from "./feed-entries.ts";

const incidentOf = (board: Board): Board["incident"] => board.incident;
const feedOf = (board: Board): Board["feed"] => board.feed;

const Comments = ({ event }: { event: string }) => {
  const { incidentId } = useRoom();
  const comments = commentsOn(useBoard(incidentId, feedOf), event);
  const incident = useBoard(incidentId, incidentOf);
  if (comments.length === 0) return null;
  return (
    <ul className="feed-comments">
      {comments.map((comment) => (
        <li key={comment.id}>
          <b>
            <bdi>{comment.by.name}</bdi>
          </b>{" "}
          <span className="text-muted">{zuluTime(incidentTimeOf(incident, Date.parse(comment.at)))}</span>
          <p>
            <bdi>{comment.text}</bdi>
          </p>
        </li>
      ))}
    </ul>
  );
};

const CopyLink = ({ href }: { href: string }) => {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(new URL(href, window.location.href).href);
      setCopied(true);
    } catch {
      // Without the right to the clipboard the time of the item is still a link to it.
      setCopied(false);
    }
  };
  return (
    <Button size="slim" onClick={() => void copy()}>
      <Icon name={isCopied ? "check" : "link"} />
      {isCopied ? "Link copied" : "Copy link"}
    </Button>
  );
};

type Props = { item: FeedItem; event: EventOf<EventKind>; href: string };
type Opened = "comment" | "correction" | null;

/** What this reader may do with one item. */
export const ItemPanel = ({ item, event, href }: Props) => {
  const { incidentId, viewer } = useRoom();
  const send = useSend(incidentId);
  const [opened, open] = useState<Opened>(null);
  const isMine = event.kind === "update.posted" && event.by.person === viewer.person;
  const hasSeen = item.acknowledged?.some((mark) => mark.person === viewer.person) ?? false;
  const mayAcknowledge = !isMine && !hasSeen && may(viewer, "event.acknowledge");
  const mayCorrect =
    isMine && item.correctedBy === undefined && may(viewer, "update.correct", { author: event.by.person });
  return (
    <div className="feed-panel">
      <Comments event={event.id} />
      <div className="flex flex-wrap gap-1">
        {mayAcknowledge ? (
          <Button size="slim" onClick={() => void send({ kind: "event.acknowledge", event: event.id })}>
            <Icon name="check" />
            Acknowledge
          </Button>
        ) : null}
        {may(viewer, "comment.post") ? (
          <Button size="slim" aria-expanded={opened === "comment"} onClick={() => open("comment")}>
            <Icon name="say" />
            Comment
          </Button>
        ) : null}
        {mayCorrect ? (
          <Button size="slim" aria-expanded={opened === "correction"} onClick={() => open("correction")}>
            <Icon name="undo" />
            Correct
          </Button>
        ) : null}
        {may(viewer, "timeline.pin") && item.pinned !== true ? (
          <Button size="slim" onClick={() => void send({ kind: "event.pin", event: event.id })}>
            <Icon name="pin" />
            Pin
          </Button>
        ) : null}
        <CopyLink href={href} />
      </div>
      {opened === "comment" ? <CommentForm on={event.id} onDone={() => open(null)} /> : null}
      {opened === "correction" && event.kind === "update.posted" ? (
        <CorrectionForm event={event} onDone={() => open(null)} />
      ) : null}
    </div>
  );
};
