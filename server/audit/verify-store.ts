import type { Database } from "#db/open";
import type { IncidentId } from "#domain/ids";
import { cursorKey, readFact } from "#server/access/installation";
import { readStarts, type Starts } from "#server/journal/read-audited";
import {
  type Checkpoint,
  checkpointFile,
  DamagedCheckpoints,
  outsideCheckpoints,
  readCheckpoints,
} from "./checkpoint.ts";
import { INSTALLATION } from "./entry.ts";
import { knownKeys } from "./signing-key.ts";
import { type Report, verifyAudit } from "./verify.ts";

export type Asked = {
  /** The text of checkpoints that were kept outside. */
  outside?: string | undefined;
  /** The first entry of the installation's chain to check; those before it are taken for true. */
  from?: number | undefined;
};

export type StoreReport = Report & {
  ms: number;
  /** When the newest checkpoint was signed. */
  checkpointAt: string | null;
};

/** Somebody asked for what cannot be verified. */
export class NotVerifiable extends Error {}

const startsOf = async (db: Database, from: number | undefined): Promise<Starts | undefined> => {
  if (from === undefined || from <= 1) return undefined;
  const starts = await readStarts(db, INSTALLATION, from);
  if (!starts.has(INSTALLATION)) throw new NotVerifiable(`There is no entry ${from - 1} to start behind.`);
  return starts;
};

const BROKEN = { verdict: 1, entries: 0, chains: 0, unanchored: 0, checkpoints: 0 } as const;

/** Verifies a store against the checkpoints in its data folder and those from outside. Throws `NotVerifiable`. */
export const verifyStore = async (db: Database, dataDir: string, { outside, from }: Asked): Promise<StoreReport> => {
  const begun = performance.now();
  const keys = knownKeys(dataDir);
  const ended = () => ({ ms: performance.now() - begun });
  let checkpoints: Checkpoint[];
  try {
    checkpoints = readCheckpoints(checkpointFile(dataDir), keys);
    if (outside !== undefined) checkpoints.push(...outsideCheckpoints(outside, await cursorKey(db), keys));
  } catch (error) {
    if (!(error instanceof DamagedCheckpoints)) throw error;
    return { ...BROKEN, fault: { chain: INSTALLATION, n: 0, what: error.message }, checkpointAt: null, ...ended() };
  }
  const epoch = Number((await readFact(db, "epoch")) ?? 0);
  const report = await verifyAudit(db, checkpoints, { epoch, starts: await startsOf(db, from) });
  return { ...report, checkpointAt: checkpoints.at(-1)?.at ?? null, ...ended() };
};

/** Is everything as it was written and anchored, all chains and what is signed of them? */
export const isStoreIntact = async (db: Database, dataDir: string): Promise<boolean> => {
  const { verdict } = await verifyStore(db, dataDir, {});
  return verdict === 0 || verdict === 2;
};

/** Is one incident's chain as it was written and anchored, and what is signed still what stands there? */
export const isIncidentIntact = async (db: Database, dataDir: string, incident: IncidentId): Promise<boolean> => {
  try {
    const checkpoints = readCheckpoints(checkpointFile(dataDir), knownKeys(dataDir));
    const epoch = Number((await readFact(db, "epoch")) ?? 0);
    const { verdict } = await verifyAudit(db, checkpoints, { epoch, only: [INSTALLATION, incident] });
    return verdict === 0 || verdict === 2;
  } catch (error) {
    if (error instanceof DamagedCheckpoints) return false;
    throw error;
  }
};
