import { mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./root.mjs";

const ownLock = join(root, ".build", "preparing.lock");
const lookEveryMs = 300;
const settleMs = 60;

/**
 * Runs `work` while no other process installs or builds in this folder.
 * A process started by the holder counts as the holder; the lock of a dead process is taken over.
 */
export async function alone(work, say = console.log, lockFile = ownLock) {
  if (readHolder(lockFile) === holderOf(process.ppid)) return work();
  await take(lockFile, say);
  const release = () => {
    if (readHolder(lockFile) === holderOf(process.pid)) unlinkSync(lockFile);
  };
  process.on("exit", release);
  try {
    return await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

async function take(lockFile, say) {
  mkdirSync(dirname(lockFile), { recursive: true });
  const me = holderOf(process.pid);
  let told = false;
  for (;;) {
    if (create(lockFile, me)) {
      // Two processes may have judged the same lock dead at once: whoever is named after a moment has it.
      await pause(settleMs);
      if (readHolder(lockFile) === me) return;
    }
    const holder = readHolder(lockFile);
    if (holder === "" ? abandoned(lockFile) : !alive(holder)) {
      unlinkIfThere(lockFile);
      continue;
    }
    if (!told && holder) {
      say(`Another Muster (process ${pidOf(holder)}) is installing or building in this folder; waiting for it.`);
      told = true;
    }
    await pause(lookEveryMs);
  }
}

function create(lockFile, me) {
  try {
    writeFileSync(lockFile, me, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(lockFile) {
  try {
    return readFileSync(lockFile, "utf8");
  } catch {
    return "";
  }
}

export const pidOf = (holder) => Number(holder.split(" ")[0]);
export const alive = (holder) => holder === holderOf(pidOf(holder));

/** A lock without a name in it belongs to a process that is just writing it, or died doing so. */
function abandoned(lockFile) {
  try {
    return Date.now() - statSync(lockFile).mtimeMs > 5000;
  } catch {
    return false;
  }
}

/** A process by its number and, where /proc tells it, the moment it was born, so that a number used again is another. */
export function holderOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return `${pid} gone`;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? `${pid} gone` : `${pid} ${fields[19]}`;
  } catch {
    return `${pid} here`;
  }
}

function unlinkIfThere(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
