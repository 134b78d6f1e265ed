"use client";

import { useBoard } from "#client/use-incident";
import { TlpChip } from "#components/ui/tlp-chip";
import type { Board } from "#domain/board";
import { PHASE_WORDS } from "#domain/words";
import { ConnectionState } from "./connection-state.tsx";
import { IncidentClock } from "./incident-clock.tsx";
import { pageMarking } from "./page-marking.ts";
import { PauseButton } from "./pause-button.tsx";
import { PostButton } from "./post-button.tsx";
import { useRoom } from "./room.tsx";

type Head = { title: string; severity: number; phase: Board["incident"]["phase"] };
const headOf = ({ incident }: Board): Head => ({
  title: incident.title,
  severity: incident.severity,
  phase: incident.phase,
});
const isSameHead = (a: Head, b: Head): boolean =>
  a.title === b.title && a.severity === b.severity && a.phase === b.phase;

/** One line: what, how bad, what time it is, whether the line is live, who may read the page. */
export const IncidentHeader = () => {
  const { incidentId } = useRoom();
  const { title, severity, phase } = useBoard(incidentId, headOf, isSameHead);
  const marking = useBoard(incidentId, pageMarking);
  return (
    <header className="incident-head">
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <span className="sev">Severity {severity}</span>
      {phase === "responding" ? null : <span className="outlined">{PHASE_WORDS[phase]}</span>}
      <IncidentClock />
      <ConnectionState />
      <PauseButton />
      <span className="flex-1" />
      <span className="sr-only">Marking of this page:</span>
      <TlpChip marking={marking} />
      <PostButton />
    </header>
  );
};
