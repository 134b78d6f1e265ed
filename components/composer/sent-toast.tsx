"use client";

import { useEffect, useSyncExternalStore } from "react";
import { useRoom } from "#components/frame/room";
import { useLoaded } from "#components/ui/use-loaded";
import { lastWord } from "./last-word.ts";

const loadWord = async () => (await import("./sent-word.tsx")).SentWord;
const forget = (): void => lastWord.set(null);

/** Ten seconds on its page to take back what was just saved. Its script comes with the first word that is sent. */
export const SentToast = () => {
  const { incidentId } = useRoom();
  const word = useSyncExternalStore(lastWord.subscribe, lastWord.get, () => null);
  useEffect(() => forget, []);
  const SentWord = useLoaded(loadWord, word?.incident === incidentId, forget);
  return SentWord !== null && word !== null ? <SentWord key={word.id} word={word} /> : null;
};
