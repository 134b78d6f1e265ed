import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const block = 512;
const directory = "5";

/** Packs a folder of plain files and folders as a gzipped ustar archive. */
export function packFolder(folder: string): Buffer {
  const parts: Buffer[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    const isDirectory = statSync(file).isDirectory();
    const content = isDirectory ? Buffer.alloc(0) : readFileSync(file);
    const padding = Buffer.alloc(-content.length & (block - 1));
    parts.push(header(name.split(path.sep).join("/"), content.length, isDirectory), content, padding);
  }
  parts.push(Buffer.alloc(2 * block));
  return gzipSync(Buffer.concat(parts), { level: 9 });
}

/** Unpacks what `packFolder` made into an existing empty folder, readable by its owner only. */
export function unpackFolder(archive: Buffer, folder: string): void {
  const tar = gunzipSync(archive);
  for (let at = 0; tar[at]; ) {
    const name = text(tar, at, 100);
    const size = Number.parseInt(text(tar, at + 124, 12), 8);
    const target = path.join(folder, name);
    if (text(tar, at + 156, 1) === directory) mkdirSync(target, { recursive: true, mode: 0o700 });
    else {
      mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      writeFileSync(target, tar.subarray(at + block, at + block + size), { mode: 0o600 });
    }
    at += block + Math.ceil(size / block) * block;
  }
}

function header(name: string, size: number, isDirectory: boolean): Buffer {
  if (Buffer.byteLength(name) > 99) throw new Error(`name too long for the archive: ${name}`);
  const bytes = Buffer.alloc(block);
  bytes.write(name, 0);
  bytes.write(isDirectory ? "0000700\0" : "0000600\0", 100);
  bytes.write("0000000\x000000000\0", 108);
  bytes.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  bytes.write("00000000000\0", 136);
  bytes.write("        ", 148);
  bytes.write(isDirectory ? directory : "0", 156);
  bytes.write("ustar\x0000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

function text(tar: Buffer, at: number, length: number): string {
  const field = tar.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? length : end).trim();
}
