import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { workerData } from "node:worker_threads";
import { runWorker } from "#db/embedded/run-worker";
import { SyncedNodeFs } from "#db/embedded/synced-node-fs";

// The store's thread on a disk that fails while a file beside the database says how.
const { fsyncSync, writeSync, existsSync } = fs;
const broken = (how: "sync" | "full") => existsSync(`${workerData.place}.${how}`);

Object.assign(fs, {
  fsyncSync: (fd: number) => {
    if (broken("sync")) throw Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO" });
    fsyncSync(fd);
  },
  writeSync: (...given: [fd: number, data: Uint8Array, offset: number, length: number, position: number]) => {
    if (broken("full")) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    return writeSync(...given);
  },
});
syncBuiltinESMExports();
void runWorker((folder, onSyncFailure) => new SyncedNodeFs(folder, onSyncFailure));
