import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The name the driver looks for in the folder it is given as host. */
const socketName = ".s.PGSQL.5432";
/** The shortest limit among the systems in use (macOS), with the closing zero. */
const longestPath = 103;

export type SocketFolder = { folder: string; socket: string; remove(): void };

/** Where the store listens: its own 0700 folder, or a short 0700 folder of its own where that path is too long for a socket. */
export function socketFolder(storeRoot: string): SocketFolder {
  const beside = path.join(storeRoot, socketName);
  if (Buffer.byteLength(beside) <= longestPath) {
    return { folder: storeRoot, socket: beside, remove: () => rmSync(beside, { force: true }) };
  }
  const folder = mkdtempSync(path.join(shortFolder(), "muster-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, socket: path.join(folder, socketName), remove };
}

function shortFolder(): string {
  const folder = tmpdir();
  return Buffer.byteLength(path.join(folder, "muster-XXXXXX", socketName)) <= longestPath ? folder : "/tmp";
}
