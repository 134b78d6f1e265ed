import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { unpackFolder } from "./archive.ts";

/**
 * Makes the database beside its place and moves it there only when all of it is on the disk: whatever interrupts this,
 * the place holds either nothing or a whole database.
 */
export async function createDatabase(
  place: string,
  aside: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  if (existsSync(place)) return;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  await fill(aside);
  syncTree(aside);
  renameSync(aside, place);
  sync(path.dirname(place));
}

export function unpackTemplate(template: string, folder: string): void {
  unpackFolder(readFileSync(template), folder);
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(inside);
    else sync(inside);
  }
  sync(folder);
}

function sync(file: string): void {
  const fd = openSync(file, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
