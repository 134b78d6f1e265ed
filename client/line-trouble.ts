let isDown = false;

/** Whether this tab's line to the server is up, as far as it knows. */
export const noteLine = (isUp: boolean): void => {
  isDown = !isUp;
};

const PATIENCE_MS = 3_000;

/**
 * Whether another page can be fetched. In doubt the server is asked: without a line the browser would put its own page of
 * errors in the place of this one, with all that waits on it.
 */
export const canLeave = async (): Promise<boolean> =>
  (navigator.onLine && !isDown) ||
  fetch("/healthz", { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    () => true,
    () => false,
  );
