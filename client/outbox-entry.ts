import type { CommandInput } from "#domain/command";
import type { CommandId, IncidentId, PersonId } from "#domain/ids";

type WithoutId<C> = C extends unknown ? Omit<C, "id"> : never;
/** A command as a screen writes it; the outbox gives it its id. */
export type Draftable = WithoutId<CommandInput>;

export type PendingRefusal = { code: string; message: string; field?: string };

/**
 * One kept command. `saved` means the server has answered and the event is on its way back to this page;
 * `refused` stays until the person retries or discards it.
 */
export type PendingState = "waiting" | "sending" | "saved" | "refused";

/** What a screen shows of one command that is not in the log yet (as far as this page knows). */
export type Pending = {
  id: CommandId;
  incident: IncidentId;
  command: CommandInput;
  /** When it was written, by the server's clock (ISO 8601). */
  writtenAt: string;
  state: PendingState;
  refusal?: PendingRefusal;
  /** When the server kept it (ISO 8601); only with `saved`. */
  savedAt?: string;
};

/** How it lies in IndexedDB: bound to the person who wrote it, ordered within the incident. */
export type OutboxEntry = {
  id: CommandId;
  person: PersonId;
  incident: IncidentId;
  order: number;
  command: CommandInput;
  writtenAt: string;
  /** The line was down when it was written, or between writing and sending. */
  lineWasDown: boolean;
  refusal: PendingRefusal | null;
};
