import { api } from "./api.ts";

/** What is left of the session: in all, and when it stays unused. */
export type SessionEnds = { wholeMs: number; idleMs: number };
type Answer = { ends: SessionEnds | null };

/** How long before the end it is said. */
export const WARN_MS = 5 * 60_000;
/** Use of the page is told to the server this often at most. */
const RENEW_EVERY_MS = 4 * 60_000;

export type SessionWarning = { reason: "idle" | "whole"; leftMs: number };
type Hear = (warning: SessionWarning | null) => void;

/** What to say, if anything, with this much left. */
export const warningOf = ({ wholeMs, idleMs }: SessionEnds): SessionWarning | null => {
  if (idleMs > WARN_MS) return null;
  return idleMs < wholeMs ? { reason: "idle", leftMs: idleMs } : { reason: "whole", leftMs: wholeMs };
};

/**
 * Watches over the session of this page: what the person does here keeps it, and before it ends `hear` is told. Other
 * tabs keep it too, so the server is asked before anything is said.
 */
export const watchSession = (ends: SessionEnds, hear: Hear): { renew: () => void; stop: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let renewedAt = performance.now();
  const wait = (left: SessionEnds | null): void => {
    clearTimeout(timer);
    // What is over is told by whatever is asked next.
    if (left === null) return;
    const warning = warningOf(left);
    hear(warning);
    const next = warning === null ? left.idleMs - WARN_MS : Math.max(1000, warning.leftMs);
    timer = setTimeout(() => void ask(), Math.min(next, 2 ** 31 - 1));
  };
  const settle = (answer: Promise<Answer>): Promise<void> =>
    answer.then(
      ({ ends: left }) => wait(left),
      () => undefined,
    );
  const ask = (): Promise<void> => settle(api.get<Answer>("/api/v1/session"));
  const renew = (): void => {
    renewedAt = performance.now();
    void settle(api.post<Answer>("/api/v1/session/renew", {}));
  };
  const use = (): void => {
    if (performance.now() - renewedAt > RENEW_EVERY_MS) renew();
  };
  for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, use, { passive: true });
  wait(ends);
  return {
    renew,
    stop: () => {
      clearTimeout(timer);
      for (const event of ["pointerdown", "keydown"]) window.removeEventListener(event, use);
    },
  };
};
