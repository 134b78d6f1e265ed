"use client";

import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import { Sheet } from "#components/ui/sheet";
import type { Board } from "#domain/board";
import { OrganisationActions } from "./organisation-actions.tsx";
import { OrganisationDetail } from "./organisation-detail.tsx";
import { OrganisationLine } from "./organisation-line.tsx";

const whole = (board: Board): Board => board;

type Props = {
  /** Id of the organisation; null closes the sheet. */
  organisation: string | null;
  onClose: () => void;
};

/** One organisation over the board, which stays as it is behind. */
export const OrganisationSheet = ({ organisation, onClose }: Props) => {
  const board = useBoard(useRoom().incidentId, whole);
  const row = organisation === null ? undefined : board.organisations[organisation];
  if (row === undefined) return null;
  return (
    <Sheet
      onClose={onClose}
      title={row.name}
      above={<OrganisationLine row={row} />}
      actions={<OrganisationActions row={row} withLink />}
    >
      <OrganisationDetail board={board} row={row} />
    </Sheet>
  );
};
