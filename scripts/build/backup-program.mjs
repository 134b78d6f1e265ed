import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../prepare/root.mjs";
import { bundling } from "./bundling.mjs";

/** What reads, checks and restores backups. */
export async function loadBackupProgram() {
  const outfile = path.join(root, ".build", "backup-program.mjs");
  await build({ ...bundling, entryPoints: ["db/backup/restore.ts"], outfile });
  return import(pathToFileURL(outfile).href);
}
