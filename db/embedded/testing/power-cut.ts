import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** One change to a file as the recorder writes it down; paths are relative to the recorded folder. */
export type FileAct =
  | { act: "open"; fd: number; path: string; empty: boolean }
  | { act: "close"; fd: number }
  | { act: "write"; fd: number; position: number; bytes: string }
  | { act: "fsync"; fd: number; path: string }
  | { act: "ftruncate"; fd: number; length: number }
  | { act: "truncate"; path: string; length: number }
  | { act: "rename" | "unlink" | "rmdir" | "mkdir" | "make"; path: string; to?: string };

type Block = { position: number; bytes: Buffer };
type File = { durable: Buffer; unsynced: Block[] };

const blockSize = 4096;

/** A disk with a cache that forgets: after a power cut it holds what was synced and any half of what was not. */
export class ForgetfulDisk {
  readonly #base: string;
  readonly #random: () => number;
  readonly #files = new Map<string, File>();
  readonly #removed = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #open = new Map<number, File>();

  /** `base` is the folder as it was, wholly on the disk, before the first act. */
  constructor(base: string, random: () => number) {
    this.#base = base;
    this.#random = random;
  }

  do(act: FileAct): void {
    switch (act.act) {
      case "open":
        this.#openFile(act.fd, act.path, act.empty);
        break;
      case "close":
        this.#open.delete(act.fd);
        break;
      case "write":
        this.#write(this.#open.get(act.fd), act.position, Buffer.from(act.bytes, "base64"));
        break;
      case "fsync":
        this.#sync(this.#open.get(act.fd));
        break;
      case "ftruncate":
        this.#truncate(this.#open.get(act.fd), act.length);
        break;
      case "truncate":
        this.#truncate(this.#file(act.path), act.length);
        break;
      case "rename":
        this.#rename(act.path, act.to ?? "");
        break;
      case "make":
        this.#removed.delete(act.path);
        this.#files.set(act.path, { durable: Buffer.alloc(0), unsynced: [] });
        break;
      case "mkdir":
        this.#removed.delete(act.path);
        this.#folders.add(act.path);
        break;
      default:
        this.#folders.delete(act.path);
        this.#files.delete(act.path);
        this.#removed.add(act.path);
    }
  }

  /** Cuts the power and writes what the disk then holds to a new folder. */
  cutPower(image: string): void {
    cpSync(this.#base, image, { recursive: true });
    for (const name of this.#removed) rmSync(path.join(image, name), { recursive: true, force: true });
    for (const name of this.#folders) mkdirSync(path.join(image, name), { recursive: true });
    for (const [name, file] of this.#files) {
      for (const block of file.unsynced) if (this.#random() < 0.5) put(file, block);
      writeFileSync(path.join(image, name), file.durable);
    }
  }

  #openFile(fd: number, name: string, empty: boolean): void {
    const file = this.#file(name);
    if (!file) return;
    if (empty) this.#truncate(file, 0);
    this.#open.set(fd, file);
  }

  /** Undefined for a folder. */
  #file(name: string): File | undefined {
    const known = this.#files.get(name);
    if (known || this.#folders.has(name)) return known;
    const before = path.join(this.#base, name);
    const inherited = existsSync(before) && !this.#removed.has(name);
    const content = inherited ? contentOf(before) : Buffer.alloc(0);
    if (!content) return undefined;
    const file = { durable: content, unsynced: [] };
    this.#files.set(name, file);
    this.#removed.delete(name);
    return file;
  }

  #write(file: File | undefined, position: number, bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(blockSize - ((position + at) % blockSize), bytes.length - at);
      file?.unsynced.push({ position: position + at, bytes: bytes.subarray(at, at + length) });
      at += length;
    }
  }

  #sync(file: File | undefined): void {
    for (const block of file?.unsynced.splice(0) ?? []) if (file) put(file, block);
  }

  #truncate(file: File | undefined, length: number): void {
    if (!file) return;
    const durable = Buffer.alloc(length);
    file.durable.copy(durable);
    file.durable = durable;
    file.unsynced = file.unsynced.filter((block) => block.position + block.bytes.length <= length);
  }

  #rename(from: string, to: string): void {
    const file = this.#file(from);
    if (!file) throw new Error(`folders are not expected to be renamed: ${from}`);
    this.#files.delete(from);
    this.#removed.add(from);
    this.#files.set(to, file);
    this.#removed.delete(to);
  }
}

function put(file: File, { position, bytes }: Block): void {
  const end = position + bytes.length;
  if (end > file.durable.length) file.durable = Buffer.concat([file.durable, Buffer.alloc(end - file.durable.length)]);
  bytes.copy(file.durable, position);
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EISDIR") return undefined;
    throw error;
  }
}

/** The same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}
