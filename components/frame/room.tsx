"use client";

import { createContext, type ReactNode, use, useMemo } from "react";
import type { IncidentOpening, RoomViewer } from "#client/incident-session";
import { IncidentContext, useOpenIncident } from "#client/use-incident";
import type { IncidentId } from "#domain/ids";

/** The incident around this component, and who looks at it. */
export type Room = { incidentId: IncidentId; viewer: RoomViewer };

const RoomContext = createContext<Room | null>(null);

export const useRoom = (): Room => {
  const room = use(RoomContext);
  if (room === null) throw new Error("No RoomProvider.");
  return room;
};

/** Opens the incident with what the server rendered and hands it to everything inside. */
export const RoomProvider = ({ opening, children }: { opening: IncidentOpening; children: ReactNode }) => {
  const session = useOpenIncident(opening);
  const { incident, viewer } = opening;
  const room = useMemo(() => ({ incidentId: incident, viewer }), [incident, viewer]);
  return (
    <IncidentContext value={session}>
      <RoomContext value={room}>{children}</RoomContext>
    </IncidentContext>
  );
};
