// Restores a backup into an empty or stopped installation: npm run restore -- FILE
import path from "node:path";
import { loadBackupProgram } from "./build/backup-program.mjs";
import { prepare } from "./prepare/prepare.mjs";
import { root } from "./prepare/root.mjs";

const from = process.env.INIT_CWD ?? process.cwd();

try {
  const name = process.argv[2];
  if (name === undefined) throw new Error("Say which: npm run restore -- FILE");
  process.chdir(root);
  const file = path.resolve(from, name);
  const { checkBackup, restoreBackup } = await loadBackupProgram();
  await checkBackup(file, root);
  await prepare();
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const dataDir = process.env.DATA_DIR || "./data";
  const { at, kept } = await restoreBackup({ file, databaseUrl, dataDir, projectRoot: root, log: console });
  console.log(`Restored as of ${at}. Start Muster with npm start.`);
  console.log("Everybody with a password signs in anew; API tokens and invitations are made anew.");
  console.log(`What was removed, redacted or marked more strictly after ${at} is back as it was: do it again.`);
  if (kept !== null) console.log(`What stood here before is kept in ${kept}; delete it when it is no longer needed.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
