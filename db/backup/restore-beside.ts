import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Beside } from "./format.ts";

/**
 * Puts the checkpoints of a backup where a server looks for them; those that lay there are kept under another name. The
 * keys that signed them are known from then on, beside the ones that were. No private key is in a backup.
 */
export function restoreBeside(dataDir: string, { checkpoints, keys }: Beside): void {
  const folder = path.join(path.resolve(dataDir), "audit");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "checkpoints.jsonl");
  const stamp = new Date().toISOString().replace(/[:.]/g, "-");
  if (existsSync(file)) renameSync(file, path.join(folder, `checkpoints.before-restore-${stamp}.jsonl`));
  writeFileSync(file, checkpoints, { mode: 0o600 });
  const known = path.join(folder, "known-keys.txt");
  const earlier = existsSync(known) ? readFileSync(known, "utf8") : "";
  const all = new Set(`${earlier}\n${keys}`.split(/\s+/).filter((key) => key !== ""));
  writeFileSync(known, `${[...all].join("\n")}\n`, { mode: 0o600 });
}
