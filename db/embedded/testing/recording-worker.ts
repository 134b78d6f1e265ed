import { workerData } from "node:worker_threads";
import { runWorker } from "#db/embedded/run-worker";
import { SyncedNodeFs } from "#db/embedded/synced-node-fs";
import { recordTo } from "./recorder.ts";

// The store's thread, with everything it does to its files written down beside them.
recordTo(`${workerData.place}.record`, workerData.place);
void runWorker((folder, onSyncFailure) => new SyncedNodeFs(folder, onSyncFailure));
