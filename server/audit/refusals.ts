import type { PersonId } from "#domain/ids";
import { Refusal, type RefusalCode } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Origin } from "./origin.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Refusals that say somebody reached for what is not his; the others say that a request was wrong. */
const OF_ACCESS: ReadonlySet<RefusalCode> = new Set<RefusalCode>(["forbidden", "not-found", "unauthenticated"]);

export type Refused = {
  person: PersonId | null;
  origin: Origin;
  /** Where he knocked: a route of the API, or a message of the socket. */
  door: string;
  incident?: unknown;
  error: unknown;
};

/** Puts a refused access on record. It may name an incident that does not exist. */
export const noteRefusal = (context: Context, { person, origin, door, incident, error }: Refused): void => {
  if (!(error instanceof Refusal) || !OF_ACCESS.has(error.code)) return;
  const id = typeof incident === "string" && UUID.test(incident) ? incident : null;
  const act = { action: "access.refused", objectType: door, objectId: id, actor: person };
  context.audit.note({ ...act, outcome: "refused", reason: error.code, origin, at: context.now() });
};
