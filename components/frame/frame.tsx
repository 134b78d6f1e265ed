"use client";

import type { ReactNode } from "react";
import { useBoard, useConnection } from "#client/use-incident";
import { DrillControls } from "#components/drill/drill-controls";
import type { Board } from "#domain/board";
import { AnnounceUpdates } from "./announce-updates.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ExerciseBar } from "./exercise-bar.tsx";
import { IncidentHeader } from "./incident-header.tsx";
import { LostSession } from "./lost-session.tsx";
import { Navigation } from "./navigation.tsx";
import { useRoom } from "./room.tsx";
import "./frame.css";

const modeOf = (board: Board): Board["incident"]["mode"] => board.incident.mode;

/**
 * What stands around every page of an incident. A page brings its own `<main id="main">`, and may bring
 * `.keys`, `.side` and `.composer`: the frame has a place for each.
 */
export const Frame = ({ children }: { children: ReactNode }) => {
  const { incidentId } = useRoom();
  const mode = useBoard(incidentId, modeOf);
  const { stale } = useConnection(incidentId);
  return (
    <div className="frame" data-mode={mode} data-stale={stale ? "true" : undefined}>
      <a className="skip" href="#main">
        Skip to the main part
      </a>
      {mode === "drill" ? <ExerciseBar /> : null}
      <IncidentHeader />
      <Navigation />
      <DrillControls />
      <ConnectionBanner />
      {children}
      <AnnounceUpdates />
      <LostSession />
    </div>
  );
};
