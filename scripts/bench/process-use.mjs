import { readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second on every Linux that Node runs on. */
const tickMs = 10;
const pageBytes = 4096;
const megabyte = 2 ** 20;

/** Processor milliseconds a process has used with all its threads; null where there is no /proc. */
export function processorMs(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; what follows it does not.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return null;
  }
}

/** Resident megabytes of a process; null where there is no /proc. */
export function residentMb(pid) {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * pageBytes) / megabyte;
  } catch {
    return null;
  }
}

/** Watches the memory of a process; `now()` is the last value, `peak()` the highest. */
export function watchMemory(pid) {
  const start = residentMb(pid);
  let peak = start;
  const look = () => {
    const now = residentMb(pid);
    if (now !== null && now > peak) peak = now;
    return now;
  };
  const timer = setInterval(look, 200);
  timer.unref();
  return { start, now: look, peak: () => peak, stop: () => clearInterval(timer) };
}
