"use client";

import { useMemo, useState } from "react";
import type { Draftable } from "#client/outbox-entry";
import { useBoard, useIncidentSession, usePending, useSend } from "#client/use-incident";
import { announce } from "#components/frame/announcer";
import { useRoom } from "#components/frame/room";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { maySetStatus } from "#components/frame/viewer-rights";
import type { Board, Row, StatusStatement } from "#domain/board";
import { cadenceOf } from "#domain/clocks";
import type { CommandId } from "#domain/ids";
import { afterPending, commandOf, type Draft, emptyDraft, isTouched, problemIn, relayedWord } from "./draft.ts";
import { lastWord } from "./last-word.ts";
import { oneAct } from "./one-act.ts";
import { knownWords, type Overtaking, overtaking } from "./overtaking.ts";
import { undoOf } from "./undo.ts";
import { useDraft } from "./use-draft.tsx";
import { useViewer } from "./use-viewer.tsx";

const incidentOf = (board: Board): Board["incident"] => board.incident;
const MINUTE = 60_000;

export type Composing = {
  draft: Draft;
  /** The last values: what the draft starts from. */
  last: Draft;
  change: (part: Partial<Draft>, holdsAll?: boolean) => void;
  /** Forgets what was changed: the last values stand again, also those that come later. */
  reset: () => void;
  isTouched: boolean;
  isKept: boolean;
  /** What was said for the organisation since the draft was begun, by somebody else or in another window. */
  overtaking: Overtaking | null;
  /** The draft stands as it is beside what was said since. */
  keepMine: () => void;
  isRelayed: boolean;
  /** What others said for the own organisation and stands; "no change" makes it its own word. */
  relayed: StatusStatement | null;
  maySetStatus: boolean;
  /** Minutes between words of the organisation. */
  cadenceMin: number | null;
  /** The incident's time, by the minute. */
  now: number;
  problem: string | null;
  canSend: boolean;
  canRenew: boolean;
  send: () => Promise<void>;
  renew: () => Promise<void>;
};

/** Everything about writing for one organisation, apart from how it looks. */
export const useComposing = (row: Row): Composing => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const incident = useBoard(incidentId, incidentOf);
  const now = Math.floor(useIncidentNow() / MINUTE) * MINUTE;
  const keep = useSend(incidentId);
  const { board } = useIncidentSession(incidentId);
  const [once] = useState(() => oneAct(() => performance.now()));
  const isRelayed = row.id !== viewer.organisation;
  const relayed = isRelayed ? null : relayedWord(row, incident, now);
  const { pending } = usePending(incidentId);
  const last = useMemo(
    () => afterPending(emptyDraft(row, incident, viewer, relayed), pending, row.id),
    [row, incident, viewer, relayed, pending],
  );
  const place = useMemo(
    () => ({ person: viewer.person, incident: incidentId, organisation: row.id }),
    [viewer.person, incidentId, row.id],
  );
  const { draft, known, isKept, change, learn, finish } = useDraft(place, last, knownWords(row, pending));
  const [failure, setFailure] = useState<string | null>(null);
  const isAllowedStatus = maySetStatus(viewer, row.id);
  const command = commandOf(draft, last, { organisation: row.id, isRelayed, maySetStatus: isAllowedStatus, now });

  const keepOrSay = async (what: Draftable, said: string): Promise<CommandId | null> => {
    try {
      const { kept, id } = await keep(what);
      setFailure(kept === "disk" ? null : "This browser keeps nothing: leave the page open until it is saved.");
      announce(said);
      return id;
    } catch {
      setFailure("This device could not keep it. Nothing was sent; your words are still here.");
      return null;
    }
  };

  return {
    draft,
    last,
    change: (part, holdsAll) => {
      setFailure(null);
      change(part, holdsAll);
    },
    overtaking: isTouched(draft, last) ? overtaking(row, known, board.get().feed) : null,
    keepMine: learn,
    reset: finish,
    isTouched: isTouched(draft, last),
    isKept,
    isRelayed,
    relayed,
    maySetStatus: isAllowedStatus,
    cadenceMin: cadenceOf(incident, row),
    now,
    problem: problemIn(draft) ?? failure,
    canSend: command !== null,
    canRenew: !isRelayed && last.status !== null,
    // The fields are cleared only when the words are safe in the outbox.
    send: async () => {
      if (command === null) return;
      await once(JSON.stringify(command), async () => {
        const undo = undoOf(command, board.get(), now);
        const id = await keepOrSay(command, "Update on its way");
        if (id === null) return;
        lastWord.set({ incident: incidentId, id, undo });
        finish();
      });
    },
    renew: () =>
      once(`renew ${row.id}`, async () => {
        await keepOrSay({ kind: "update.renew", organisation: row.id }, "No change on its way");
      }),
  };
};
