"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { type DraftFields, dropDraft, keepDraft, loadDraft } from "#client/drafts";
import { type Draft, draftOf, fieldsOf, isTouched } from "./draft.ts";

export type KeptDraft = {
  draft: Draft;
  /** False when this browser keeps nothing: the words live in this tab only. */
  isKept: boolean;
  change: (part: Partial<Draft>) => void;
  /** After sending: forgets the draft and goes back to the last values. */
  finish: () => void;
};

type Place = { person: string; incident: string; organisation: string };
type Written = { place: Place; fields: DraftFields } | null;

/**
 * What is being written for one organisation: kept on this device at each keystroke, back after a reload.
 * `last` are its last values, which a draft starts from.
 */
export const useDraft = (person: string, incident: string, organisation: string, last: Draft): KeptDraft => {
  const place = useMemo(() => ({ person, incident, organisation }), [person, incident, organisation]);
  const [written, setWritten] = useState<Written>(null);
  const [isKept, setKept] = useState(true);
  const fields = written?.place === place ? written.fields : null;
  const draft = useMemo(() => (fields === null ? last : draftOf(fields, last)), [fields, last]);

  useEffect(() => {
    let isGone = false;
    const load = async (): Promise<void> => {
      const found = await loadDraft(place);
      if (found === null || isGone) return;
      // What was typed meanwhile is newer than what was kept.
      setWritten((now) => (now?.place === place ? now : { place, fields: found }));
    };
    void load();
    return () => {
      isGone = true;
    };
  }, [place]);

  const change = useCallback(
    (part: Partial<Draft>): void => {
      const next = { ...draft, ...part };
      setWritten({ place, fields: fieldsOf(next) });
      const keep = async (): Promise<void> => {
        if (isTouched(next, last)) setKept(await keepDraft(place, fieldsOf(next)));
        else await dropDraft(place, fieldsOf(next));
      };
      void keep();
    },
    [place, draft, last],
  );

  const finish = useCallback((): void => {
    setWritten(null);
    void dropDraft(place, fieldsOf(draft));
  }, [place, draft]);

  return { draft, isKept, change, finish };
};
