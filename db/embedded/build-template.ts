import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrateStore } from "#db/migrate";
import type { StoreLog } from "#db/store";
import { packFolder } from "./archive.ts";
import { storeFolder } from "./folder.ts";
import { openEmbedded } from "./open-embedded.ts";
import { freshTemplate, type TemplateFiles, templateFiles, templateKey } from "./template.ts";

/** Makes `.build/store-template.tgz` unless it is fresh; true when it was made. */
export async function buildTemplate(projectRoot: string, log: StoreLog, workerFile?: string): Promise<boolean> {
  if (freshTemplate(projectRoot)) return false;
  const scratch = mkdtempSync(path.join(tmpdir(), "muster-template-"));
  try {
    const store = await openEmbedded({
      dataDir: scratch,
      log,
      projectRoot,
      useTemplate: false,
      ...(workerFile ? { workerFile } : {}),
    });
    try {
      await migrateStore(store, projectRoot);
      await store.pool.query("vacuum (analyze, freeze)");
    } finally {
      await store.close();
    }
    write(templateFiles(projectRoot), packFolder(storeFolder(scratch).database), templateKey(projectRoot));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return true;
}

/** The key is written last and removed first: an archive without it counts as stale. */
function write(files: TemplateFiles, archive: Buffer, key: string): void {
  mkdirSync(path.dirname(files.archive), { recursive: true });
  rmSync(files.key, { force: true });
  const unfinished = `${files.archive}.${process.pid}`;
  writeFileSync(unfinished, archive);
  renameSync(unfinished, files.archive);
  writeFileSync(files.key, key);
}
