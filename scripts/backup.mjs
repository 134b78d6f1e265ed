// An online backup, through the server that runs: npm run backup -- FILE
import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { loadBackupProgram } from "./build/backup-program.mjs";
import { askServer } from "./local-channel.mjs";
import { root } from "./prepare/root.mjs";

/** Names on the command line are meant from where the operator stands, and npm goes to the project first. */
const from = process.env.INIT_CWD ?? process.cwd();

async function makeBackup(name) {
  if (name === undefined) throw new Error("Say where to: npm run backup -- FILE");
  const file = path.resolve(from, name);
  if (existsSync(file)) throw new Error(`${file} is there already; a backup takes the place of nothing.`);
  process.chdir(root);
  const { checkBackup } = await loadBackupProgram();
  const partial = `${file}.partial`;
  try {
    await download(partial);
    const handle = await open(partial, "r+");
    await handle.sync();
    await handle.close();
    const { at } = await checkBackup(partial, root);
    renameSync(partial, file);
    return `Backed up to ${file}, as of ${at}. It holds what the database holds, secrets included: keep it safe.`;
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

async function download(file) {
  const dataDir = path.resolve(process.env.DATA_DIR || "./data");
  const response = await askServer(dataDir, "/backup");
  await pipeline(response, createWriteStream(file, { mode: 0o600 })).catch((error) => {
    if (error.path === file) throw new Error(`${file} cannot be written: ${error.code}.`);
    throw new Error("The backup broke off; the server's log says why.");
  });
}

try {
  console.log(await makeBackup(process.argv[2]));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
