import { isDeepStrictEqual } from "node:util";
import type { Database } from "#db/open";
import { rewritten } from "#domain/rewrite";
import type { Entry } from "#domain/roster";
import type { Visibility } from "#domain/visibility";
import type { Transaction } from "#server/journal/draft";
import { readRemarked } from "#server/journal/read-audited";
import type { Fault } from "./fault.ts";

type Log = { lines: Entry[]; now: Map<number, Visibility> };

/** The readers of every line that was marked anew are those that the log gives it; names the first that is not so. */
export const wrongVisibility = async (db: Database | Transaction): Promise<Fault | null> => {
  const held = new Map<string, Log>();
  for (const row of await readRemarked(db)) {
    const n = Number(row.place);
    const log: Log = held.get(row.incident) ?? { lines: [], now: new Map() };
    held.set(row.incident, log);
    if (row.rewrite !== null) log.lines = rewritten(log.lines, row.rewrite);
    log.lines.push({ n, event: row.body, seen: row.first ?? row.seen });
    log.now.set(n, row.seen);
  }
  for (const [chain, { lines, now }] of held) {
    const emptied = new Set(lines.filter(({ event }) => event.kind === "redacted").map(({ event }) => event.id));
    // How an emptied line followed a new marking depended on what it said.
    const known = lines.filter(({ event, seen }) => !emptied.has(event.id) && !emptied.has(seen.about ?? ""));
    const wrong = known.find(({ n, seen }) => !isDeepStrictEqual(seen, now.get(n)));
    if (wrong !== undefined) return { chain, n: wrong.n, what: "the line's readers were changed" };
  }
  return null;
};
