import type { ConnectionView } from "#client/connection-view";
import { zuluTime } from "#domain/time-words";

const progressWords = ({ progress }: ConnectionView): string => {
  if (progress === undefined || progress.done === 0) return "Connecting";
  return progress.of === undefined
    ? `Catching up, ${progress.done} so far`
    : `Catching up ${progress.done} of ${progress.of}`;
};

/** How long after catching up the screen says so. */
const SAYS_CAUGHT_UP_MS = 5_000;

/** The state of the line in the header, in a few words. `now` is the server's wall clock. */
export const connectionWords = (view: ConnectionView, now: number): string => {
  switch (view.state) {
    case "live":
      return view.caughtUpAtMs !== undefined && now - view.caughtUpAtMs < SAYS_CAUGHT_UP_MS
        ? `Up to date ${zuluTime(view.caughtUpAtMs)}`
        : "Live";
    case "slow":
      return `Live, ${Math.max(1, Math.round((view.behindMs ?? 0) / 1000))} s behind`;
    case "polling":
      return "Live (polling)";
    case "reconnecting":
      return "Reconnecting";
    case "catching-up":
      return progressWords(view);
    case "not-live":
      return "Not live";
    case "signed-out":
      return "Signed out";
    case "removed":
      return "Removed";
    case "old-app":
      return "New version";
    default:
      return view.state satisfies never;
  }
};

const two = (n: number): string => String(n).padStart(2, "0");

/** "5 min 02 s", "1 h 05 min": how long the line has been down. */
export const downWords = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
};

/** "Retrying in 4 s", or that it is trying now. */
export const retryWords = (retryAtMs: number | undefined, now: number): string =>
  retryAtMs === undefined || retryAtMs <= now ? "Retrying" : `Retrying in ${Math.ceil((retryAtMs - now) / 1000)} s`;
