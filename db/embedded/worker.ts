import { runWorker } from "./run-worker.ts";
import { SyncedNodeFs } from "./synced-node-fs.ts";

void runWorker((folder, onSyncFailure) => new SyncedNodeFs(folder, onSyncFailure));
