import { fsyncSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Stream = { nfd: number };
type StreamOperations = { fsync?: unknown };
type FileSystemOptions = Awaited<ReturnType<NodeFS["init"]>>;

/**
 * The file system of the store with a real fsync: Emscripten calls `stream_ops.fsync` where it exists, and its own
 * file system for Node brings none, so without this a commit would never reach the disk.
 */
export class SyncedNodeFs extends NodeFS {
  /** How often a file or folder was synced. */
  syncs = 0;
  readonly #onSyncFailure: (error: unknown) => void;

  constructor(folder: string, onSyncFailure: (error: unknown) => void) {
    super(folder);
    this.#onSyncFailure = onSyncFailure;
  }

  override async init(...given: Parameters<NodeFS["init"]>): Promise<FileSystemOptions> {
    const { emscriptenOpts } = await super.init(...given);
    const preRun = emscriptenOpts.preRun ?? [];
    const addFsync: (typeof preRun)[number] = (engine) => {
      this.#hook(streamOperationsOf(engine.NODEFS));
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, addFsync] } };
  }

  #hook(operations: StreamOperations): void {
    operations.fsync = (stream: Stream) => {
      try {
        fsyncSync(stream.nfd);
        this.syncs += 1;
      } catch (error) {
        this.#onSyncFailure(error);
        throw error;
      }
      return 0;
    };
  }
}

function streamOperationsOf(nodefs: unknown): StreamOperations {
  const operations = isRecord(nodefs) ? nodefs["stream_ops"] : undefined;
  if (!isRecord(operations) || !("write" in operations)) {
    throw new Error("the engine's file system has no place for fsync");
  }
  return operations;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
