import type { PersonId } from "#domain/ids";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { recordAct } from "./account-acts.ts";
import { startSession } from "./session.ts";

/** A sign-in: the session and its entry in the audit. Returns the session's secret. */
export const beginSession = async (
  tx: Transaction,
  context: Context,
  person: PersonId,
  { device }: { device?: string | undefined },
): Promise<string> => {
  const secret = await startSession(tx, person, context.now(), { device });
  await recordAct(tx, context, { action: "session.begin", person });
  return secret;
};
