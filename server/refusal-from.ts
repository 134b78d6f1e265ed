import { Refusal } from "#domain/refusal";
import type { Context } from "./context.ts";

/** Codes of PostgreSQL and of the connection to it that mean: not now, or no room. */
const NO_SPACE = new Set(["53100", "ENOSPC"]);
const UNAVAILABLE = /^(08|57P|53|ECONN|EPIPE|ETIMEDOUT|ENOENT)/;
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|Connection terminated|connection is closed|not ready/i;

const causes = (error: unknown): Error[] => {
  const list: Error[] = [];
  for (let cause = error; cause instanceof Error && list.length < 5; cause = cause.cause) list.push(cause);
  return list;
};

/**
 * What a door answers when something was thrown. Expected refusals pass; a store that is away is `unavailable`;
 * everything else is our fault, is logged once here, and tells the outside nothing.
 */
export const refusalFrom = (context: Context, error: unknown, where: string, requestId?: string): Refusal => {
  if (error instanceof Refusal) return error;
  for (const cause of causes(error)) {
    const code = "code" in cause ? String(cause.code) : "";
    if (NO_SPACE.has(code)) return new Refusal("no-space", "The disk of the server is full; nothing was written.");
    if (UNAVAILABLE.test(code) || UNAVAILABLE_MESSAGE.test(cause.message)) {
      return new Refusal("unavailable", "The store is away for a moment; try again.", { retryAfterS: 2 });
    }
  }
  const stack = error instanceof Error ? error.stack : String(error);
  context.log.error({ where, requestId, stack }, "unexpected");
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
