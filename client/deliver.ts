import type { CommandAnswer, CommandInput } from "#domain/command";
import type { IncidentId } from "#domain/ids";
import { ApiRefusal, api } from "./api.ts";
import type { Live } from "./live.ts";
import { type Delivery, deliveryOf } from "./outbox-pump.ts";

type Kept = Extract<CommandAnswer, { ok: true }>;

const refusedBy = (error: ApiRefusal): Delivery => {
  const quote = error.status >= 500 && error.requestId !== undefined ? ` (request ${error.requestId})` : "";
  const field = error.field === undefined ? {} : { field: error.field };
  const refusal = { code: error.code, message: `${error.message}${quote}`, ...field };
  const later = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
  return { outcome: "refused", refusal, ...later };
};

/** Over the socket while it is up; over HTTP when that brings no answer. Both doors know the id. */
export const makeDeliver =
  (live: Pick<Live, "isUp" | "command">, post: typeof api.post = api.post) =>
  async (incident: IncidentId, command: CommandInput): Promise<Delivery> => {
    const answer = live.isUp() ? await live.command(incident, command).catch(() => null) : null;
    if (answer !== null) return deliveryOf(answer);
    try {
      return deliveryOf(await post<Kept>(`/api/v1/incidents/${incident}/commands`, command));
    } catch (error) {
      return error instanceof ApiRefusal ? refusedBy(error) : { outcome: "unanswered" };
    }
  };
