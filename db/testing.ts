import { mkdtempSync } from "node:fs";
import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { openEmbedded } from "#db/embedded/open-embedded";
import { migrationsFolder } from "./migrations-folder.ts";
import type { Store, StoreLog } from "./store.ts";
import { testProgram, testScratch } from "./testing-files.ts";
import { openTestPostgresql } from "./testing-postgresql.ts";

export type TestEngine = Store["engine"];

export const quietLog: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The engine this test run is about: `MUSTER_TEST_ENGINE`, set by the projects of the test configuration. */
export function testEngine(): TestEngine {
  return process.env["MUSTER_TEST_ENGINE"] === "postgresql" ? "postgresql" : "embedded";
}

/** Stores that were closed by the tests of this worker, for those that come after. */
const resting: Record<TestEngine, Store[]> = { embedded: [], postgresql: [] };

/**
 * A store as it is after its migration, which nobody else uses until it is closed. Starting one costs seconds, so that
 * a closed store rests and is given out again with its schema made anew; what this run leaves goes with its end.
 */
export async function openTestStore(engine: TestEngine = testEngine()): Promise<Store> {
  const store = (await rested(engine)) ?? (await start(engine));
  let inUse = true;
  const close = async () => {
    if (inUse) resting[engine].push(store);
    inUse = false;
  };
  return { ...store, close };
}

const start = (engine: TestEngine): Promise<Store> =>
  engine === "postgresql" ? openTestPostgresql(quietLog) : openTestEmbedded();

async function rested(engine: TestEngine): Promise<Store | undefined> {
  const store = resting[engine].pop();
  if (store) await makeSchemaAnew(store);
  return store;
}

/** Whatever was written, added, disabled or granted in the schema goes with it, the refusals of the audit too. */
async function makeSchemaAnew({ pool }: Store): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder: migrationsFolder(process.cwd()) }).flatMap(
    ({ sql }) => sql,
  );
  const client = await pool.connect();
  await client.query(["drop schema public cascade", "create schema public", ...migrations].join(";\n"));
  // Ended rather than returned: the next one finds no setting and no statement of its predecessor.
  client.release(true);
}

function openTestEmbedded(): Promise<Store> {
  const projectRoot = process.cwd();
  return openEmbedded({
    dataDir: mkdtempSync(path.join(testScratch(), "store-")),
    log: quietLog,
    projectRoot,
    workerFile: testProgram(projectRoot, "worker"),
    connectionWaitMs: 5_000,
  });
}
