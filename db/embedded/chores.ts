const megabyte = 2 ** 20;
const minute = 60_000;

export type Chore = "tidy" | "checkpoint";

export type Load = {
  /** Nobody has used the store for a while. */
  quiet: boolean;
  /** Bytes written to the log, and milliseconds gone, since each was done. */
  tidy: { bytes: number; ms: number };
  checkpoint: { bytes: number; ms: number };
};

/** What the embedded store needs now, as nothing in it works in the background; each holds up its one connection. */
export function choresDue({ quiet, tidy, checkpoint }: Load): Chore[] {
  const due: Chore[] = [];
  const tidyWhenQuiet = tidy.bytes >= 8 * megabyte || (tidy.bytes > 0 && tidy.ms >= 60 * minute);
  if (quiet ? tidyWhenQuiet : tidy.bytes >= 256 * megabyte) due.push("tidy");
  const checkpointWhenQuiet = checkpoint.bytes >= 4 * megabyte || (checkpoint.bytes > 0 && checkpoint.ms >= 5 * minute);
  if (quiet ? checkpointWhenQuiet : checkpoint.bytes >= 32 * megabyte) due.push("checkpoint");
  return due;
}
