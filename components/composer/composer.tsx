"use client";

import { memo, useDeferredValue, useState } from "react";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { mayPostOwn, mayRelay } from "#components/frame/viewer-rights";
import type { Board } from "#domain/board";
import { byName } from "#domain/by-name";
import { ComposerBar } from "./composer-bar.tsx";
import { useViewer } from "./use-viewer.tsx";
import "./composer.css";

type Choice = { id: string; label: string };

const isSameList = (a: readonly Choice[], b: readonly Choice[]): boolean =>
  a.length === b.length && a.every((choice, index) => choice.id === b[index]?.id && choice.label === b[index].label);

const choicesFor =
  (own: string | null, relays: boolean) =>
  ({ organisations }: Board): Choice[] => {
    const ownRow = own === null ? undefined : organisations[own];
    const others = relays
      ? Object.values(organisations)
          .filter((row) => row.id !== own && row.participation !== "left")
          .sort(byName)
          .map((row) => ({ id: row.id, label: `${row.name} (relayed)` }))
      : [];
    return [...(ownRow === undefined ? [] : [{ id: ownRow.id, label: ownRow.name }]), ...others];
  };

/** The bar at the foot of the board. Nothing for those who may not post. */
export const Composer = memo(() => {
  const { incidentId } = useRoom();
  const viewer = useViewer();
  const own = mayPostOwn(viewer) ? viewer.organisation : null;
  const relays = mayRelay(viewer);
  const [select] = useState(() => choicesFor(own, relays));
  const choices = useBoard(incidentId, select, isSameList);
  const isClosed = useBoard(incidentId, (board) => board.incident.closedAt !== null);
  const [chosen, choose] = useState<string | null>(null);
  const organisation = choices.find((choice) => choice.id === chosen)?.id ?? choices[0]?.id;
  // Hundreds of names to choose from come after the bar itself has answered.
  const [first] = useState(() => choices.slice(0, 1));
  const listed = useDeferredValue(choices, first);
  const row = useBoard(incidentId, (board) =>
    organisation === undefined ? undefined : board.organisations[organisation],
  );
  if (row === undefined || isClosed) return null;
  return <ComposerBar row={row} choices={listed} isFixed={choices.length === 1} onChoose={choose} />;
});
