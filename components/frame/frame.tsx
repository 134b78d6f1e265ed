"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
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
import { useRegionKey } from "./use-region-key.tsx";
import "./frame.css";

const modeOf = (board: Board): Board["incident"]["mode"] => board.incident.mode;

/** Another page begins at its main part, for the keyboard and for readers of the screen. */
const useFocusOnNewPage = (): void => {
  const path = usePathname();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
};

/**
 * What stands around every page of an incident. A page brings its own `<main id="main">`, and may bring
 * `.keys`, `.side` and `.composer`: the frame has a place for each.
 */
export const Frame = ({ children }: { children: ReactNode }) => {
  const { incidentId } = useRoom();
  const mode = useBoard(incidentId, modeOf);
  const { stale, state } = useConnection(incidentId);
  useFocusOnNewPage();
  useRegionKey();
  // Nothing is left to show, and what stands around it would speak of an empty board.
  if (state === "removed") return <LostSession />;
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
