import type { Database } from "#db/open";
import type { Transaction } from "#server/journal/draft";
import {
  type AuditedRow,
  readAuditPage,
  readRedactions,
  readUnaudited,
  type Starts,
} from "#server/journal/read-audited";
import type { Checkpoint } from "./checkpoint.ts";
import { commitmentTo } from "./commitment.ts";
import { type AuditFacts, GENESIS, hashOfEntry, INSTALLATION } from "./entry.ts";
import type { Fault } from "./fault.ts";
import { wrongVisibility } from "./verify-visibility.ts";

/** 0 intact and anchored, 1 broken, 2 intact but its tail is not anchored, 3 older than a checkpoint (RELIABILITY §5.6). */
export type Verdict = 0 | 1 | 2 | 3;
export type Report = {
  verdict: Verdict;
  entries: number;
  chains: number;
  unanchored: number;
  checkpoints: number;
  fault: Fault | null;
};

const factsOf = (row: AuditedRow): AuditFacts => ({
  chain: row.chain,
  n: Number(row.n),
  at: row.at,
  actor: row.actor,
  actorOrganisation: row.actorOrganisation,
  onBehalf: row.onBehalf,
  action: row.action,
  objectType: row.objectType,
  objectId: row.objectId,
  incident: row.incident,
  scope: row.scope,
  outcome: row.outcome,
  address: row.address,
  session: row.session,
  request: row.request,
  reason: row.reason,
  commitment: row.commitment,
  prev: row.prev,
});

/** What is wrong with the line that an entry stands for; null when nothing is. */
const wrongLine = (row: AuditedRow, run: Run): string | null => {
  const { body, seen } = row;
  if (body === null || seen === null || row.eventId === null) return "the line of the log is gone";
  if (body.id !== row.eventId || body.at !== row.eventAt || body.at !== row.at) return "the line is another one";
  if (body.kind !== row.kind) return "the line's kind was changed";
  if (body.kind === "redacted") {
    run.redacted.push({ chain: row.chain, n: Number(row.n), event: body.id });
    return row.itemKey === null ? null : "the line was not redacted by its command";
  }
  if (body.by.person !== row.person || body.command !== row.command) return "the line's author was changed";
  if ((seen.about ?? null) !== row.about || body.marking !== seen.marking) return "the line's readers were changed";
  if (row.itemKey === null) return "the key of the commitment is gone";
  const first = row.seenFirst ?? seen;
  const commitment = commitmentTo(row.itemKey, body, first, row.rewrite ?? undefined);
  return commitment === row.commitment ? null : "the line's content was changed";
};

/** An emptied line that no line of the log has emptied. */
const emptiedByNobody = async (db: Database | Transaction, { redacted }: Run): Promise<Fault | null> => {
  if (redacted.length === 0) return null;
  const known = await readRedactions(db);
  const wrong = redacted.find(({ chain, event }) => !known.has(`${chain}|${event}`));
  return wrong === undefined ? null : { chain: wrong.chain, n: wrong.n, what: "nobody redacted this line" };
};

const unaudited = async (db: Database | Transaction): Promise<Fault | null> => {
  const line = await readUnaudited(db);
  return line === null ? null : { ...line, what: "no entry stands for this line" };
};

type Run = {
  options: Verifying;
  /** What contradicts a checkpoint from before a restore: the store is older than it, and says so. */
  rolledBack: Fault | null;
  /** Of each incident's chain: the hashes that the installation's chain vouches for. */
  anchors: Map<string, Set<string>>;
  byPlace: Map<number, Checkpoint[]>;
  /** Lines that hold nothing any more. */
  redacted: { chain: string; n: number; event: string }[];
  entries: number;
  unanchored: number;
};

type Chain = { chain: string; n: number; hash: string; sinceAnchor: number; waiting: Set<string> };

const begun = (chain: string, run: Run): Chain => ({
  chain,
  ...(run.options.starts?.get(chain) ?? { n: 0, hash: GENESIS }),
  sinceAnchor: 0,
  waiting: new Set(run.anchors.get(chain)),
});

/** Follows a chain by one entry; returns what is wrong with it. */
const follow = (chain: Chain, row: AuditedRow, run: Run): Fault | null => {
  const n = Number(row.n);
  const fault = (what: string, expected?: string, found?: string): Fault => ({
    ...{ chain: row.chain, n: Math.min(n, chain.n + 1), what },
    ...(expected === undefined || found === undefined ? {} : { expected, found }),
  });
  if (n !== chain.n + 1) return fault("an entry is missing", String(chain.n + 1), String(n));
  if (row.prev !== chain.hash) return fault("the entry does not follow the one before it", chain.hash, row.prev);
  const hash = hashOfEntry(factsOf(row));
  if (hash !== row.hash) return fault("the entry was changed", hash, row.hash);
  for (const checkpoint of run.byPlace.get(row.chain === INSTALLATION ? n : -1) ?? []) {
    if (checkpoint.hash === hash) continue;
    if (checkpoint.epoch >= run.options.epoch)
      return fault("the entry is not the one that was signed", checkpoint.hash, hash);
    run.rolledBack ??= fault(OLDER, checkpoint.hash, hash);
  }
  const wrong = row.chain === INSTALLATION ? null : wrongLine(row, run);
  if (wrong !== null) return fault(wrong);
  if (row.chain === INSTALLATION && row.action === "chain.anchored") {
    const held = run.anchors.get(row.objectId ?? "") ?? new Set();
    run.anchors.set(row.objectId ?? "", held.add(row.commitment ?? ""));
  }
  const isAnchor = row.chain === INSTALLATION ? run.byPlace.has(n) : chain.waiting.delete(hash);
  Object.assign(chain, { n, hash, sinceAnchor: isAnchor ? 0 : chain.sinceAnchor + 1 });
  run.entries += 1;
  return null;
};

/** What is wrong where a chain ends. */
const ended = (chain: Chain, run: Run): Fault | null => {
  if (chain.waiting.size > 0) {
    return { chain: chain.chain, n: chain.n + 1, what: "entries that were anchored are gone" };
  }
  if (chain.chain !== INSTALLATION) run.anchors.delete(chain.chain);
  run.unanchored += chain.sinceAnchor;
  return null;
};

type Place = { chain: string; n: number };

async function* pagesAhead(
  read: (after: Place) => Promise<AuditedRow[]>,
  from: Place,
): AsyncGenerator<readonly AuditedRow[]> {
  for (let reading = read(from); ; ) {
    const page = await reading;
    const last = page.at(-1);
    if (last === undefined) return;
    reading = read({ chain: last.chain, n: Number(last.n) });
    // Whoever stops in the middle hears of nothing that fails behind him.
    reading.catch(() => undefined);
    await new Promise(setImmediate);
    yield page;
  }
}

const OLDER = "a checkpoint was signed later than all this";

const followAll = async (
  db: Database | Transaction,
  run: Run,
): Promise<{ chains: number; head: number; fault: Fault | null }> => {
  let chain = begun(INSTALLATION, run);
  let chains = 0;
  let head = 0;
  const end = (): Fault | null => {
    if (chain.chain === INSTALLATION) head = chain.n;
    if (chain.n > 0) chains += 1;
    return ended(chain, run);
  };
  // The store looks for the next page while this one is checked; others have a turn between two of them.
  for await (const page of pagesAhead((after) => readAuditPage(db, after, run.options), chain)) {
    for (const row of page) {
      if (row.chain !== chain.chain) {
        const fault = end();
        if (fault !== null) return { chains, head, fault };
        chain = begun(row.chain, run);
      }
      const fault = follow(chain, row, run);
      if (fault !== null) return { chains, head, fault };
    }
  }
  const fault = end();
  return { chains, head, fault };
};

const goneChain = ({ anchors, options: { only } }: Run): Fault | null => {
  const chain = [...anchors.keys()].find((id) => only === undefined || only.includes(id));
  return chain === undefined ? null : { chain, n: 1, what: "a chain that was anchored is gone" };
};

export type Verifying = {
  /** Of the restores: what was signed before the last one may be gone, and is not taken for forged. */
  epoch: number;
  /** Entries that are taken for true, by chain: what comes after them is checked. Without them, everything is. */
  starts?: Starts | undefined;
  /** Only these chains, the installation's among them. */
  only?: readonly string[] | undefined;
};

/**
 * Reads every entry and every line and names the first that is not as it was written. `checkpoints` come from outside
 * the database, oldest first. What is written meanwhile counts as unanchored.
 */
export const verifyAudit = async (
  db: Database | Transaction,
  checkpoints: readonly Checkpoint[],
  options: Verifying = { epoch: 0 },
): Promise<Report> => {
  const byPlace = new Map<number, Checkpoint[]>();
  for (const checkpoint of checkpoints) {
    byPlace.set(checkpoint.n, [...(byPlace.get(checkpoint.n) ?? []), checkpoint]);
  }
  const run: Run = {
    ...{ options, anchors: new Map(), byPlace, redacted: [], entries: 0, unanchored: 0, rolledBack: null },
  };
  const { chains, head, fault: broken } = await followAll(db, run);
  const newest = Math.max(0, ...byPlace.keys());
  const base = { entries: run.entries, chains, checkpoints: checkpoints.length };
  const older = newest > head ? { chain: INSTALLATION, n: head + 1, what: OLDER } : run.rolledBack;
  if (broken === null && older !== null) return { ...base, verdict: 3, unanchored: 0, fault: older };
  const fault =
    broken ??
    goneChain(run) ??
    (options.only === undefined ? await unaudited(db) : null) ??
    (await emptiedByNobody(db, run)) ??
    (await wrongVisibility(db));
  if (fault !== null) return { ...base, verdict: 1, unanchored: 0, fault };
  return { ...base, verdict: run.unanchored > 0 ? 2 : 0, unanchored: run.unanchored, fault: null };
};
