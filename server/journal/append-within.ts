import { v7 as uuidv7 } from "uuid";
import type { IncidentId, PersonId } from "#domain/ids";
import { applyToRoster, noRoster } from "#domain/roster";
import type { Origin } from "#server/audit/origin";
import { appendLines, lockIncident } from "./append.ts";
import type { Decided, Transaction, View } from "./draft.ts";
import { readAuditHash, readHead, readRosterEntries } from "./read.ts";
import { lineOf } from "./writer.ts";

type Within = {
  at: Date;
  origin: Origin;
  /** Asked while nobody else can write; null leaves the log as it is. */
  decide: (view: View) => Promise<{ person: PersonId; decided: Decided } | null>;
};

/**
 * Puts a line into an incident's log inside a transaction that changes more than this incident, and holds the log until
 * that ends. Answers false when nothing was decided. After the commit the journal is told with `written`.
 */
export const appendWithin = async (
  tx: Transaction,
  incident: IncidentId,
  { at, origin, decide }: Within,
): Promise<boolean> => {
  await lockIncident(tx, incident);
  const after = (await readHead(tx, incident)) ?? 0;
  const roster = (await readRosterEntries(tx, incident)).reduce(applyToRoster, noRoster);
  const proposed = await decide({ db: tx, incident, roster });
  if (proposed === null) return false;
  const { person, decided } = proposed;
  const line = lineOf({ person, command: uuidv7(), origin, decide: () => decided }, decided, at, after + 1);
  await decided.before?.(tx);
  const head = await appendLines(tx, incident, { after, prev: await readAuditHash(tx, incident, after) }, [line]);
  if (head === null) throw new Error("The log moved while it was held.");
  await decided.effect?.(tx, line.n);
  return true;
};
