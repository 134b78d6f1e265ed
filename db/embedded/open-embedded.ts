import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { withDeadline } from "#db/deadline";
import { lostListeners } from "#db/lost-listeners";
import { StoreRefusal } from "#db/refusal";
import * as tables from "#db/schema/tables";
import type { Store, StoreLog } from "#db/store";
import { quarantineUnusable, type StoreFolder, storeFolder } from "./folder.ts";
import { keepHouse } from "./housekeeping.ts";
import { type Keeper, keepWorker, runOnce, WorkerFailure } from "./keep-worker.ts";
import { takeLock } from "./lock.ts";
import { type SocketFolder, socketFolder } from "./socket-folder.ts";
import { SpaceGuard } from "./space.ts";
import { freshTemplate } from "./template.ts";

export type EmbeddedOptions = {
  dataDir: string;
  log: StoreLog;
  projectRoot: string;
  /** The bundled thread; `.build/store-worker.mjs` unless said. */
  workerFile?: string;
  /** How long a statement waits for the one connection before it fails. */
  connectionWaitMs?: number;
  /** False makes the database from nothing, which takes several seconds. */
  useTemplate?: boolean;
};

/** Opens the store of a data folder, or makes it; throws `StoreRefusal`. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Store> {
  const folder = storeFolder(options.dataDir);
  const lock = await takeLock(folder.lock, options.dataDir);
  const socket = socketFolder(folder.root);
  try {
    return await openLocked(options, folder, socket, lock);
  } catch (error) {
    socket.remove();
    lock.release();
    throw error instanceof WorkerFailure ? refusalOf(error, options.dataDir) : error;
  }
}

async function openLocked(
  options: EmbeddedOptions,
  folder: StoreFolder,
  socket: SocketFolder,
  lock: { release(): void },
): Promise<Store> {
  const { log, projectRoot } = options;
  const workerFile = options.workerFile ?? path.join(projectRoot, ".build", "store-worker.mjs");
  if (!existsSync(workerFile)) throw new StoreRefusal(`The build lacks ${workerFile}: run "npm run build" first.`);
  quarantineUnusable(folder, log);
  const template = options.useTemplate === false ? undefined : freshTemplate(projectRoot);
  if (!template && !existsSync(folder.database)) {
    await runOnce(workerFile, { task: "create", place: folder.database, aside: folder.aside });
  }
  const lost = lostListeners();
  const space = new SpaceGuard(folder.reserve, log);
  const keeper = await keep({ workerFile, folder, template, socket, log, space, onLost: lost.tell });
  const pool = onlyConnection(socket.folder, space, options.connectionWaitMs ?? 10_000);
  await space.watch(pool);
  const stopHousekeeping = keepHouse(pool, log, () => !space.tight);
  return {
    engine: "embedded",
    db: drizzle(pool, { schema: tables }),
    pool,
    ping: () => keeper.alive(),
    onLost: lost.add,
    close: async () => {
      stopHousekeeping();
      space.stop();
      await withDeadline(pool.end(), 3_000, "a connection is still in use").catch(() => undefined);
      await keeper.close();
      socket.remove();
      lock.release();
    },
  };
}

type KeepOptions = {
  workerFile: string;
  folder: StoreFolder;
  template: string | undefined;
  socket: SocketFolder;
  log: StoreLog;
  space: SpaceGuard;
  onLost(): void;
};

async function keep({ workerFile, folder, template, socket, log, space, onLost }: KeepOptions): Promise<Keeper> {
  const prepare = (failure?: WorkerFailure) => {
    rmSync(socket.socket, { force: true });
    if (failure?.noSpace) space.giveUpReserve();
  };
  const { database: place, aside } = folder;
  const order = { task: "serve", place, aside, template, socket: socket.socket } as const;
  const options = { workerFile, order, log, prepare, onLost };
  try {
    return await keepWorker(options);
  } catch (error) {
    if (!(error instanceof WorkerFailure && error.noSpace)) throw error;
    space.giveUpReserve();
    return keepWorker(options);
  }
}

/**
 * Exactly one connection: behind the socket is one session, in which the statements of two would mix.
 * A statement outside an open transaction's own connection therefore waits, and fails after `waitMs`.
 */
function onlyConnection(host: string, space: SpaceGuard, waitMs: number): pg.Pool {
  const pool = new pg.Pool({
    host,
    port: 5432,
    user: "postgres",
    database: "postgres",
    ssl: false,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: waitMs,
    onConnect: async (client) => {
      // The session outlives the connection: what a predecessor prepared or set is still there.
      await client.query("discard all");
      await space.apply(client);
    },
  });
  // Told by the keeper already; without listeners these events would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

function refusalOf(failure: WorkerFailure, dataDir: string): StoreRefusal {
  const what = failure.noSpace ? "has no space left" : "cannot be opened";
  return new StoreRefusal(`The store in the data folder ${dataDir} ${what}: ${failure.message}.`, { cause: failure });
}
