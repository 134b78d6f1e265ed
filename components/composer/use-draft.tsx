"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { type DraftFields, dropDraft, keepDraft, loadDraft } from "#client/drafts";
import { changedFields, type Draft, draftOf, isTouched } from "./draft.ts";

export type KeptDraft = {
  draft: Draft;
  /** What its author could know when he began it, as `useDraft` was told then. */
  known: string;
  /** False when this browser keeps nothing: the words live in this tab only. */
  isKept: boolean;
  /** `holdsAll` also holds what is as it was last; otherwise that follows the last values. */
  change: (part: Partial<Draft>, holdsAll?: boolean) => void;
  /** From now on he knows what is known now. */
  learn: () => void;
  /** After sending: forgets the draft and goes back to the last values. */
  finish: () => void;
};

type Place = { person: string; incident: string; organisation: string };
type Written = { place: Place; fields: DraftFields } | null;

/** The one field of a kept draft that is not part of it. */
const KNOWN = "known";

/**
 * What is being written for one organisation: kept on this device at each keystroke, back after a reload.
 * `last` are its last values, which a draft starts from, `knownNow` says on what they rest.
 */
export const useDraft = (place: Place, last: Draft, knownNow: string): KeptDraft => {
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

  const hold = useCallback(
    (next: DraftFields): void => {
      setWritten({ place, fields: next });
      const keep = async (): Promise<void> => {
        if (isTouched(draftOf(next, last), last)) setKept(await keepDraft(place, next));
        else await dropDraft(place, next);
      };
      void keep();
    },
    [place, last],
  );

  const change = useCallback(
    (part: Partial<Draft>, holdsAll = false): void =>
      hold(
        changedFields(
          isTouched(draft, last) && fields !== null ? fields : { ...fields, [KNOWN]: knownNow },
          part,
          last,
          holdsAll,
        ),
      ),
    [hold, fields, draft, last, knownNow],
  );

  const learn = useCallback((): void => hold({ ...fields, [KNOWN]: knownNow }), [hold, fields, knownNow]);

  const finish = useCallback((): void => {
    setWritten(null);
    void dropDraft(place, fields ?? {});
  }, [place, fields]);

  return { draft, known: fields?.[KNOWN] ?? knownNow, isKept, change, learn, finish };
};
