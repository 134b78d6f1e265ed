import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbedded } from "#db/embedded/open-embedded";
import type { Store, StoreLog } from "./store.ts";
import { testProgram } from "./testing-files.ts";
import { openTestPostgresql } from "./testing-postgresql.ts";

export type TestEngine = Store["engine"];

export const quietLog: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The engine this test run is about: `MUSTER_TEST_ENGINE`, set by the projects of the test configuration. */
export function testEngine(): TestEngine {
  return process.env["MUSTER_TEST_ENGINE"] === "postgresql" ? "postgresql" : "embedded";
}

/** A fresh, migrated store of its own; `close` removes it. */
export function openTestStore(engine: TestEngine = testEngine()): Promise<Store> {
  return engine === "postgresql" ? openTestPostgresql(quietLog) : openTestEmbedded();
}

async function openTestEmbedded(): Promise<Store> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "muster-test-"));
  const projectRoot = process.cwd();
  const store = await openEmbedded({
    dataDir,
    log: quietLog,
    projectRoot,
    workerFile: testProgram(projectRoot, "worker"),
    connectionWaitMs: 5_000,
  });
  return {
    ...store,
    close: async () => {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
