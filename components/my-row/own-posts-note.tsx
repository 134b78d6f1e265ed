"use client";

import { useConnection, usePending } from "#client/use-incident";
import { useRoom } from "#components/frame/room";

/** How what was sent stands, beside the button that sent it; null while it is simply on its way. */
export const noteOn = (states: readonly string[], isStale: boolean): string | null => {
  if (states.includes("refused")) return "Not saved. The reason is said below the fields.";
  const waiting = states.filter((state) => state !== "saved").length;
  if (!isStale || waiting === 0) return null;
  return `${waiting} ${waiting === 1 ? "report waits" : "reports wait"} on this device for the line.`;
};

export const OwnPostsNote = ({ organisation }: { organisation: string }) => {
  const { incidentId } = useRoom();
  const { pending } = usePending(incidentId);
  const { stale } = useConnection(incidentId);
  const own = pending.filter(
    ({ command }) =>
      (command.kind === "update.post" || command.kind === "update.renew") && command.organisation === organisation,
  );
  const note = noteOn(
    own.map(({ state }) => state),
    stale,
  );
  return note === null ? null : (
    <p className="row-check" role="status">
      {note}
    </p>
  );
};
