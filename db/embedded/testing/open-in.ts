import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { openEmbedded } from "#db/embedded/open-embedded";
import type { Store, StoreLog } from "#db/store";
import { quietLog } from "#db/testing";
import { type TestProgram, testProgram } from "#db/testing-files";

type OpenIn = { program?: TestProgram; log?: StoreLog };

/** Opens the embedded store of a data folder for one test, with another thread than usual where asked. */
export async function openIn(dataDir: string, { program = "worker", log = quietLog }: OpenIn = {}): Promise<Store> {
  const projectRoot = process.cwd();
  const workerFile = testProgram(projectRoot, program);
  const store = await openEmbedded({ dataDir, log, projectRoot, workerFile, connectionWaitMs: 5_000 });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= store.close();
    return closing;
  };
  onTestFinished(close);
  return { ...store, close };
}

/** A data folder for one test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "muster-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function idsIn(store: Store): Promise<number[]> {
  const { rows } = await store.pool.query<{ id: number }>("select id from kept order by id");
  return rows.map((row) => row.id);
}
