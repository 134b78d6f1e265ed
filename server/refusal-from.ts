import { faultOf } from "#db/fault";
import { Refusal } from "#domain/refusal";
import type { Context } from "./context.ts";
import { faultWords } from "./fault-words.ts";

/**
 * What a door answers when something was thrown. Expected refusals pass; a store that is away is `unavailable`;
 * everything else is our fault, is logged once here, and tells the outside nothing.
 */
export const refusalFrom = (context: Context, error: unknown, where: string, requestId?: string): Refusal => {
  if (error instanceof Refusal) return error;
  const fault = faultOf(error);
  if (fault === "no-space") return new Refusal("no-space", "The disk of the server is full; nothing was written.");
  if (fault !== undefined) {
    return new Refusal("unavailable", "The store is away for a moment; try again.", { retryAfterS: 2 });
  }
  context.log.error({ where, requestId, stack: faultWords(error) }, "unexpected");
  return new InternalError(requestId);
};

/** Our own fault. Not one of the closed codes: doors answer 500 with a request id and no detail. */
export class InternalError extends Refusal {
  readonly requestId: string | undefined;

  constructor(requestId: string | undefined) {
    super("unavailable", "Something went wrong on our side.");
    this.requestId = requestId;
  }
}
