import type { Board } from "#domain/board";
import type { EventId, IncidentId } from "#domain/ids";
import type { PendingRefusal } from "./outbox-entry.ts";
import { useBoard, usePending } from "./use-incident.ts";

/** Where one sent command is: always one of the three states a person is shown (UX §5). */
export type Sent =
  | { state: "waiting"; writtenAt: string }
  | { state: "saved"; at: string; event: EventId | null }
  | { state: "refused"; refusal: PendingRefusal }
  /** Neither pending nor in the feed any more: it was discarded, or is older than the feed. */
  | { state: "gone" };

type Kept = { at: string; event: EventId } | null;
const isSameKept = (a: Kept, b: Kept): boolean => a?.event === b?.event;

const keptIn =
  (id: string | null) =>
  ({ feed }: Board): Kept => {
    if (id === null) return null;
    const event = feed.findLast((item) => item.event.kind !== "redacted" && item.event.command === id)?.event;
    return event === undefined ? null : { at: event.at, event: event.id };
  };

/** Follows the command with this id from the outbox into the log; null for no command. */
export const useSent = (incident: IncidentId, id: string | null): Sent | null => {
  const { pending } = usePending(incident);
  const kept = useBoard(incident, keptIn(id), isSameKept);
  if (id === null) return null;
  if (kept !== null) return { state: "saved", ...kept };
  const entry = pending.find((candidate) => candidate.id === id);
  if (entry === undefined) return { state: "gone" };
  if (entry.refusal !== undefined) return { state: "refused", refusal: entry.refusal };
  if (entry.state === "saved") return { state: "saved", at: entry.savedAt ?? entry.writtenAt, event: null };
  return { state: "waiting", writtenAt: entry.writtenAt };
};
