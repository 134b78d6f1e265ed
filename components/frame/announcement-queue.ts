/** How long the polite voice stays silent after it spoke. */
export const QUIET_MS = 10_000;

/** One sentence for everything that waited: "3 updates: Delta Air Lines, Down; EMIS, Down; 1 more". */
export const summarise = (messages: readonly string[]): string => {
  const [first = "", second = ""] = messages;
  if (messages.length <= 1) return first;
  if (messages.length === 2) return `2 updates: ${first}; ${second}`;
  return `${messages.length} updates: ${first}; ${second}; ${messages.length - 2} more`;
};

type Timer = { set: (run: () => void, ms: number) => void; now: () => number };

/** Speaks at once after silence, otherwise gathers and speaks once per `QUIET_MS`. */
export const announcementQueue = (speak: (text: string) => void, timer: Timer) => {
  let waiting: string[] = [];
  let silentUntil = 0;
  let scheduled = false;
  const flush = (): void => {
    scheduled = false;
    if (waiting.length === 0) return;
    speak(summarise(waiting));
    waiting = [];
    silentUntil = timer.now() + QUIET_MS;
  };
  return {
    add: (message: string): void => {
      waiting.push(message);
      if (scheduled) return;
      scheduled = true;
      timer.set(flush, Math.max(0, silentUntil - timer.now()));
    },
    /** What waits is not spoken any more: the reader has paused. */
    clear: (): void => {
      waiting = [];
    },
  };
};
