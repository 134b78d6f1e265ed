"use client";

import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";
import type { Board } from "#domain/board";
import { OrganisationActions } from "./organisation-actions.tsx";
import { OrganisationDetail } from "./organisation-detail.tsx";
import { OrganisationLine } from "./organisation-line.tsx";

const whole = (board: Board): Board => board;

/** One organisation on a page of its own, for a link that can be sent. */
export const OrganisationPage = ({ organisation }: { organisation: string }) => {
  const board = useBoard(useRoom().incidentId, whole);
  const row = board.organisations[organisation];
  return (
    <main id="main" tabIndex={-1} className="page">
      {row === undefined ? (
        <h2 className="text-20/20">This organisation is not in the incident.</h2>
      ) : (
        <>
          <header className="page-head">
            <div>
              <p className="text-13/13 text-muted">
                <OrganisationLine row={row} />
              </p>
              <h2 className="text-20/20">{row.name}</h2>
            </div>
            <OrganisationActions row={row} />
          </header>
          <OrganisationDetail board={board} row={row} />
        </>
      )}
    </main>
  );
};
