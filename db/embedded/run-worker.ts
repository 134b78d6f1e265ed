import { parentPort, workerData } from "node:worker_threads";
import type { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { createDatabase, unpackTemplate } from "./create.ts";
import { startEngine } from "./engine.ts";
import type { Order, Report, Wish } from "./orders.ts";
import type { SyncedNodeFs } from "./synced-node-fs.ts";

export type FileSystemMaker = (folder: string, onSyncFailure: (error: unknown) => void) => SyncedNodeFs;

/** The life of the store's thread; it ends on the first sign that the engine cannot keep what it acknowledges. */
export async function runWorker(makeFileSystem: FileSystemMaker): Promise<void> {
  const order: Order = workerData;
  try {
    if (order.task === "create") {
      await createDatabase(order.place, order.aside, async (folder) => {
        const engine = await startEngine(makeFileSystem(folder, failStop), failStop);
        await dropSpareDatabases(engine);
        await engine.close();
      });
    } else {
      const { place, aside, template, socket } = order;
      if (template) await createDatabase(place, aside, async (folder) => unpackTemplate(template, folder));
      await serve(await startEngine(makeFileSystem(place, failStop), failStop), socket);
    }
    tell({ kind: "ready" });
  } catch (error) {
    failStop(error);
  }
}

/** Nothing here makes databases from these two, and they are two thirds of a new store's files. */
async function dropSpareDatabases(engine: PGlite): Promise<void> {
  await engine.query("update pg_database set datistemplate = false");
  for (const name of ["template0", "template1"]) await engine.query(`drop database ${name}`);
}

async function serve(engine: PGlite, socket: string): Promise<void> {
  // One client at a time; the others are a predecessor that has not quite gone.
  const server = new PGLiteSocketServer({ db: engine, path: socket, maxConnections: 4 });
  await server.start();
  parentPort?.on("message", (wish: Wish) => {
    if (wish === "ping") tell({ kind: "alive" });
    else void stop(engine, server);
  });
}

async function stop(engine: PGlite, server: PGLiteSocketServer): Promise<void> {
  await server.stop();
  await engine.close();
  process.exit(0);
}

/** Leaves at once, within the failing call: nothing that follows it may be acknowledged. */
function failStop(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  tell({ kind: "failed", reason, noSpace: /ENOSPC|No space left/i.test(reason) });
  process.exit(1);
}

function tell(report: Report): void {
  parentPort?.postMessage(report);
}
