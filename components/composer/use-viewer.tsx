"use client";

import { useEffect, useMemo } from "react";
import type { RoomViewer } from "#client/incident-session";
import { useBoard } from "#client/use-incident";
import { useRoom } from "#components/frame/room";

/** For whom somebody has vouched since the page was loaded, by incident and person: the feed moves on. */
const vouchedFor = new Set<string>();

/** The viewer as he came in, and vouched for as soon as somebody has done so. */
export const useViewer = (): RoomViewer => {
  const { incidentId, viewer } = useRoom();
  const key = `${incidentId}/${viewer.person}`;
  const isVouched = useBoard(
    incidentId,
    ({ feed }) =>
      viewer.standing === "provisional" &&
      (vouchedFor.has(key) ||
        feed.some(({ event }) => event.kind === "participant.vouched" && event.person === viewer.person)),
  );
  useEffect(() => {
    if (isVouched) vouchedFor.add(key);
  }, [isVouched, key]);
  return useMemo(() => (isVouched ? { ...viewer, standing: "vouched" } : viewer), [viewer, isVouched]);
};
