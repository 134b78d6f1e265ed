"use client";

import { useMemo } from "react";
import { usePresence } from "#client/use-incident";
import { organisationState } from "#components/board/organisation-state";
import { Feed } from "#components/feed/feed";
import { useRoom } from "#components/frame/room";
import { useHears } from "#components/frame/use-hears";
import { useIncidentNow } from "#components/frame/use-incident-now";
import { TlpChip } from "#components/ui/tlp-chip";
import type { Board, Row } from "#domain/board";
import { cadenceOf } from "#domain/clocks";
import { DefaultMarking } from "./default-marking.tsx";
import { FigureTable } from "./figure-table.tsx";
import { HistoryBar } from "./history-bar.tsx";
import { OrganisationNow } from "./organisation-now.tsx";
import "./organisation.css";

const peopleWords = (row: Row, here: number): string =>
  row.people === 0
    ? "Nobody of this organisation has joined yet."
    : `${row.people} ${row.people === 1 ? "person takes" : "people take"} part, ${here === 0 ? "none of them is here now" : `${here} here now`}.`;

/** Everything that is known of one organisation. */
export const OrganisationDetail = ({ board, row }: { board: Board; row: Row }) => {
  const { incidentId } = useRoom();
  const now = useIncidentNow();
  const hears = useHears(board);
  const here = usePresence(incidentId)[row.code] ?? 0;
  const filter = useMemo(() => ({ organisation: row.id, sector: null, isChangesOnly: false }), [row.id]);
  return (
    <div className="org-detail">
      <section>
        <OrganisationNow
          state={organisationState(board.incident, row, now, hears)}
          now={now}
          cadenceMin={cadenceOf(board.incident, row)}
        />
        {row.text === null ? null : (
          <p className="org-text">
            <bdi>{row.text.text}</bdi> <TlpChip marking={row.text.marking} slim />
          </p>
        )}
      </section>
      <section>
        <h2>Numbers</h2>
        <FigureTable row={row} board={board} now={now} />
      </section>
      <section>
        <h2>Default marking</h2>
        <DefaultMarking incident={board.incident} row={row} />
      </section>
      <section>
        <h2>Over time</h2>
        <HistoryBar incident={board.incident} row={row} now={now} />
      </section>
      <section>
        <h2>Updates</h2>
        <Feed filter={filter} />
      </section>
      <section>
        <h2>People</h2>
        <p>{peopleWords(row, here)}</p>
      </section>
    </div>
  );
};
