import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { FileAct } from "./power-cut.ts";

/**
 * Writes every change this thread makes to files under `folder` to `record`, one act a line, in the order they happen.
 * Everybody calls through the module object, so replacing its functions sees every call.
 */
export function recordTo(record: string, folder: string): void {
  const { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, renameSync, rmdirSync, unlinkSync } = fs;
  const { truncateSync, writeFileSync, writeSync } = fs;
  const out = openSync(record, "a", 0o600);
  const paths = new Map<number, string>();
  const inside = (path: fs.PathLike) => {
    const name = String(path);
    return name === folder || name.startsWith(`${folder}/`) ? name.slice(folder.length) : undefined;
  };
  const say = (act: FileAct) => writeSync(out, `${JSON.stringify(act)}\n`);
  const change = (act: "rename" | "unlink" | "rmdir" | "mkdir" | "make", path: fs.PathLike, to?: fs.PathLike) => {
    const name = inside(path);
    if (name !== undefined) say({ act, path: name, ...(to ? { to: inside(to) ?? "" } : {}) });
  };

  Object.assign(fs, {
    openSync: (path: string, flags: number, mode?: number) => {
      const fd = openSync(path, flags, mode);
      const name = inside(path);
      if (name !== undefined) {
        paths.set(fd, name);
        say({ act: "open", fd, path: name, empty: (flags & fs.constants.O_TRUNC) !== 0 });
      }
      return fd;
    },
    closeSync: (fd: number) => {
      closeSync(fd);
      if (paths.delete(fd)) say({ act: "close", fd });
    },
    writeSync: (fd: number, data: Uint8Array, offset: number, length: number, position: number) => {
      const written = writeSync(fd, data, offset, length, position);
      if (paths.has(fd)) {
        const bytes = Buffer.from(data.buffer, data.byteOffset + offset, written).toString("base64");
        say({ act: "write", fd, position, bytes });
      }
      return written;
    },
    fsyncSync: (fd: number) => {
      fsyncSync(fd);
      if (paths.has(fd)) say({ act: "fsync", fd, path: paths.get(fd) ?? "" });
    },
    ftruncateSync: (fd: number, length: number) => {
      ftruncateSync(fd, length);
      if (paths.has(fd)) say({ act: "ftruncate", fd, length });
    },
    truncateSync: (path: string, length: number) => {
      truncateSync(path, length);
      const name = inside(path);
      if (name !== undefined) say({ act: "truncate", path: name, length });
    },
    renameSync: (from: string, to: string) => {
      renameSync(from, to);
      change("rename", from, to);
    },
    unlinkSync: (path: string) => {
      unlinkSync(path);
      change("unlink", path);
    },
    rmdirSync: (path: string) => {
      rmdirSync(path);
      change("rmdir", path);
    },
    mkdirSync: (path: string, options?: fs.MakeDirectoryOptions) => {
      mkdirSync(path, options);
      change("mkdir", path);
    },
    writeFileSync: (path: string, data: string, options?: fs.WriteFileOptions) => {
      writeFileSync(path, data, options);
      change("make", path);
    },
  });
  syncBuiltinESMExports();
}
