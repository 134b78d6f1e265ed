"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Draft } from "./draft.ts";
import { earlyWords } from "./early-words.ts";

type Writing = { draft: Draft; change: (part: Partial<Draft>) => void };

/**
 * Takes over what was written in the form before its script ran: on a slow line that is seconds, and the next
 * rendering would put the last values back over it.
 */
export const useEarlyWords = (form: RefObject<HTMLFormElement | null>, { draft, change }: Writing): void => {
  const isTaken = useRef(false);
  useLayoutEffect(() => {
    if (isTaken.current || form.current === null) return;
    isTaken.current = true;
    const written = earlyWords(new FormData(form.current), draft);
    if (written !== null) change(written);
  });
};
