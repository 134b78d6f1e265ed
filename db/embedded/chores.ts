const megabyte = 2 ** 20;
const minute = 60_000;

export type Load = {
  /** Nobody has used the store for a while. */
  quiet: boolean;
  /** Bytes written to the log, and milliseconds gone, since the last checkpoint and the last vacuum. */
  checkpoint: { bytes: number; ms: number };
  vacuum: { bytes: number; ms: number };
};

/** What the embedded store needs now, as nothing in it checkpoints or vacuums by itself; both hold up its one connection. */
export function choresDue({ quiet, checkpoint, vacuum }: Load): ("checkpoint" | "vacuum analyze")[] {
  const due: ("checkpoint" | "vacuum analyze")[] = [];
  const vacuumWhenQuiet = vacuum.bytes >= 32 * megabyte || (vacuum.bytes > 0 && vacuum.ms >= 60 * minute);
  if (quiet ? vacuumWhenQuiet : vacuum.bytes >= 1024 * megabyte) due.push("vacuum analyze");
  const checkpointWhenQuiet = checkpoint.bytes >= 4 * megabyte || (checkpoint.bytes > 0 && checkpoint.ms >= 5 * minute);
  if (quiet ? checkpointWhenQuiet : checkpoint.bytes >= 64 * megabyte) due.push("checkpoint");
  return due;
}
