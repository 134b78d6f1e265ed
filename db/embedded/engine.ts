import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import type { SyncedNodeFs } from "./synced-node-fs.ts";

/** Kept small because the kernel's page cache holds the same pages: each megabyte here is resident twice. */
const settings = {
  fsync: "on",
  wal_sync_method: "fsync",
  shared_buffers: "16MB",
  max_connections: "5",
  max_wal_senders: "0",
  min_wal_size: "4MB",
  max_wal_size: "32MB",
  lc_messages: "C",
};

/** What must read back, or a commit could be acknowledged that a power cut takes back. */
const sound: Readonly<Record<string, string>> = {
  fsync: "on",
  wal_sync_method: "fsync",
  synchronous_commit: "on",
  full_page_writes: "on",
};

/** The protocol's Sync, which ends whatever a client that is gone left half said. */
const sync = Uint8Array.of("S".charCodeAt(0), 0, 0, 0, 4);

/** What a client says before the Sync that ends its statement: Parse, Bind, Describe, Execute, Close. */
const untilSync: ReadonlySet<number> = new Set([..."PBDEC"].map((letter) => letter.charCodeAt(0)));
const errorResponse = "E".charCodeAt(0);
const HELD_MAX_BYTES = 65_536;

type Answering = NonNullable<Parameters<PGlite["execProtocolRawStream"]>[1]>;

/**
 * The one session behind the socket, made fit for a new client each time one introduces itself. As PostgreSQL does, it
 * sends what it says to one statement together: each piece on its own would wake the client once more.
 */
class Engine extends PGlite {
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  override async execProtocolRawStream(message: Uint8Array, { onRawData, ...options }: Answering): Promise<void> {
    const [kind] = message;
    const introduction = kind === 0;
    if (introduction) {
      this.takeHeld();
      await super.execProtocolRawStream(sync, { onRawData: () => undefined });
    }
    await super.execProtocolRawStream(message, {
      ...options,
      onRawData: (data) => {
        this.held.push(data.slice());
        this.heldBytes += data.length;
        if (data[0] === errorResponse || this.heldBytes > HELD_MAX_BYTES) onRawData(this.takeHeld());
      },
    });
    if (kind === undefined || !untilSync.has(kind)) onRawData(this.takeHeld());
  }

  private takeHeld(): Uint8Array {
    const taken = Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    return taken;
  }
}

/** Starts the embedded PostgreSQL on a folder; `onFatal` hears, in the middle of the failing call, that it is beyond use. */
export async function startEngine(fs: SyncedNodeFs, onFatal: (reason: string) => void): Promise<PGlite> {
  const lines: string[] = [];
  const engine = new Engine({
    fs,
    // Left to itself the engine compiles its program twice.
    pgliteWasmModule: await WebAssembly.compile(
      await readFile(new URL("pglite.wasm", import.meta.resolve("@electric-sql/pglite"))),
    ),
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    // Small segments: a fresh store takes little space and never zero-fills 16 MB inside somebody's commit.
    initDbStartParams: ["--wal-segsize=1"],
    onStderr: (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      if (/\b(PANIC|FATAL):/.test(line)) onFatal(reasonOf(line));
      return false;
    },
  });
  try {
    await engine.waitReady;
  } catch (error) {
    throw new Error(lines.map(reasonOf).join("; ") || String(error), { cause: error });
  }
  await refuseUnsound(engine, fs);
  return engine;
}

function reasonOf(line: string): string {
  return line.replace(/^.*?\b(PANIC|FATAL|ERROR|LOG|HINT|DETAIL): +/, "");
}

async function refuseUnsound(engine: PGlite, fs: SyncedNodeFs): Promise<void> {
  for (const [name, value] of Object.entries(sound)) {
    const { rows } = await engine.query<{ is: string }>("select current_setting($1) as is", [name]);
    if (rows[0]?.is !== value) throw new Error(`${name} reads ${rows[0]?.is} instead of ${value}`);
  }
  // Every start writes and syncs, so a count of nothing means that the settings above are words only.
  if (fs.syncs === 0) throw new Error("what the engine syncs does not reach the disk");
}
