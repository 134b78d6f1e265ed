"use client";

import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from "react";
import type { IncidentOpening, IncidentSession, RoomViewer } from "#client/incident-session";
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

/** The viewer as he came in; once somebody has vouched for him he is vouched for, also when the feed has moved on. */
const useViewer = (viewer: RoomViewer, session: IncidentSession): RoomViewer => {
  const { board } = session;
  const [vouchedIn, setVouchedIn] = useState<IncidentSession | null>(null);
  const isVouched = useSyncExternalStore(
    board.subscribe,
    () =>
      vouchedIn === session ||
      (viewer.standing === "provisional" &&
        board.get().feed.some(({ event }) => event.kind === "participant.vouched" && event.person === viewer.person)),
    () => false,
  );
  if (isVouched && vouchedIn !== session) setVouchedIn(session);
  return useMemo(() => (isVouched ? { ...viewer, standing: "vouched" } : viewer), [viewer, isVouched]);
};

/** Opens the incident with what the server rendered and hands it to everything inside. */
export const RoomProvider = ({ opening, children }: { opening: IncidentOpening; children: ReactNode }) => {
  const session = useOpenIncident(opening);
  const { incident } = opening;
  const viewer = useViewer(opening.viewer, session);
  const room = useMemo(() => ({ incidentId: incident, viewer }), [incident, viewer]);
  return (
    <IncidentContext value={session}>
      <RoomContext value={room}>{children}</RoomContext>
    </IncidentContext>
  );
};
