"use client";

import { useEffect, useState } from "react";
import { useBoard, useSend } from "#client/use-incident";
import { useSent } from "#client/use-sent";
import { announce } from "#components/frame/announcer";
import { useRoom } from "#components/frame/room";
import { useShortcut } from "#components/frame/shortcuts";
import { Button, buttonClass } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Kbd } from "#components/ui/kbd";
import { PageLink } from "#components/ui/page-link";
import type { Board } from "#domain/board";
import type { EventId } from "#domain/ids";
import { zuluTime } from "#domain/time-words";
import { incidentTimeOf } from "../frame/incident-time-of.ts";
import { type LastWord, lastWord } from "./last-word.ts";
import { isUndoable, type Undo } from "./undo.ts";
import "./composer.css";

const whole = (board: Board): Board => board;
const SHOWN_MS = 10_000;

const forget = (): void => lastWord.set(null);

const UndoButton = ({ undo, posted }: { undo: Undo; posted: EventId }) => {
  const send = useSend(useRoom().incidentId);
  const takeBack = async (): Promise<void> => {
    forget();
    await send({ ...undo.correction, corrects: posted });
    announce("Taken back");
  };
  useShortcut("z", () => void takeBack());
  return (
    <Button onClick={() => void takeBack()}>
      <Icon name="undo" />
      Undo <Kbd>Z</Kbd>
    </Button>
  );
};

type SavedProps = { word: LastWord; at: string; posted: EventId };

/** Stays while the pointer or the focus is on it. */
const Saved = ({ word, at, posted }: SavedProps) => {
  const { incidentId } = useRoom();
  const { incident, feed } = useBoard(incidentId, whole);
  const [isHeld, hold] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(forget, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld]);
  const undo = word.undo !== null && isUndoable(word.undo, feed, posted) ? word.undo : null;
  return (
    <section
      className="toast"
      aria-label="Sent"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <Icon name="check" />
      <span>Saved {zuluTime(incidentTimeOf(incident, Date.parse(at)), true)}</span>
      {undo === null ? (
        <PageLink className={buttonClass()} href={`/i/${incidentId}/updates#u-${posted}`} onClick={forget}>
          Correct it
        </PageLink>
      ) : (
        <UndoButton undo={undo} posted={posted} />
      )}
    </section>
  );
};

/** Says that a word was saved, with ten seconds to take it back. */
export const SentWord = ({ word }: { word: LastWord }) => {
  const sent = useSent(word.incident, word.id);
  return sent?.state === "saved" && sent.event !== null ? <Saved word={word} at={sent.at} posted={sent.event} /> : null;
};
