import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { tryLock } from "fs-native-extensions";
import { StoreRefusal } from "#db/refusal";

/** The locked byte lies behind the text, so that the pid stays readable where locks are mandatory. */
const lockedByte = 4096;

/**
 * Takes the one lock on a store; the kernel drops it when this process ends, however it ends.
 * The file is never unlinked: two processes could then lock two different files of the same name.
 */
export async function takeLock(file: string, dataDir: string): Promise<{ release(): void }> {
  const fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    if (!tryLock(fd, lockedByte, 1)) throw new StoreRefusal(await inUse(file, dataDir));
    ftruncateSync(fd);
    writeSync(fd, `${process.pid}\n`, 0);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { release: () => closeSync(fd) };
}

async function inUse(file: string, dataDir: string): Promise<string> {
  // Whoever has just taken the lock may not have written its number yet.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const pid = readFileSync(file, "utf8").trim();
    if (pid) return `The data folder ${dataDir} is in use by the process ${pid}; stop it or set another DATA_DIR.`;
    await pause(100);
  }
  return `The data folder ${dataDir} is in use by another process; stop it or set another DATA_DIR.`;
}
