import { workerData } from "node:worker_threads";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { runWorker } from "#db/embedded/run-worker";
import { SyncedNodeFs } from "#db/embedded/synced-node-fs";
import { recordTo } from "./recorder.ts";

/** The engine's own file system for Node, as it comes. */
class UnsyncedNodeFs extends SyncedNodeFs {
  override init(...given: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    return NodeFS.prototype.init.apply(this, given);
  }
}

// The control of the recording thread: the same without the hook.
recordTo(`${workerData.place}.record`, workerData.place);
void runWorker((folder, onSyncFailure) => new UnsyncedNodeFs(folder, onSyncFailure));
