import { Refusal } from "#domain/refusal";
import { limited } from "#server/metrics";

/** Every limit in one place: how many, in how many seconds. Counted in this process's memory. */
export const LIMITS = {
  signInWrong: { max: 5, windowS: 900 },
  signInWrongPerAddress: { max: 50, windowS: 900 },
  tokenGuess: { max: 10, windowS: 3600 },
  codeGuess: { max: 10, windowS: 3600 },
  codeGuessAll: { max: 100, windowS: 3600 },
  reads: { max: 300, windowS: 60 },
  writes: { max: 60, windowS: 60 },
  anonymous: { max: 100, windowS: 60 },
  updates: { max: 20, windowS: 60 },
  export: { max: 5, windowS: 3600 },
  search: { max: 30, windowS: 60 },
} as const;
export type LimitName = keyof typeof LIMITS;

type Window = { start: number; count: number };

/** Fixed windows per name and key. Off only for load tests on loopback. */
export class Limits {
  private readonly windows = new Map<string, Window>();
  private readonly on: boolean;
  private readonly now: () => number;

  constructor(on: boolean, now: () => number) {
    this.on = on;
    this.now = now;
    if (on) setInterval(() => this.sweep(), 60_000).unref();
  }

  /** Counts one; throws `too-many` with the seconds to wait when there were too many already. */
  count(name: LimitName, key: string): void {
    if (!this.on) return;
    const window = this.window(name, key);
    window.count += 1;
    if (window.count > LIMITS[name].max) throw this.refusal(name, window);
  }

  /** Asks without counting, for limits that count only what goes wrong. */
  demand(name: LimitName, key: string): void {
    if (!this.on) return;
    const window = this.window(name, key);
    if (window.count >= LIMITS[name].max) throw this.refusal(name, window);
  }

  private window(name: LimitName, key: string): Window {
    const id = `${name}:${key}`;
    const now = this.now();
    const known = this.windows.get(id);
    if (known !== undefined && now - known.start < LIMITS[name].windowS * 1000) return known;
    const fresh = { start: now, count: 0 };
    this.windows.set(id, fresh);
    return fresh;
  }

  private refusal(name: LimitName, window: Window): Refusal {
    limited.inc({ limit: name });
    const retryAfterS = Math.max(1, Math.ceil((window.start + LIMITS[name].windowS * 1000 - this.now()) / 1000));
    return new Refusal("too-many", "Too many requests; wait a little.", { retryAfterS });
  }

  private sweep(): void {
    const now = this.now();
    for (const [id, window] of this.windows) if (now - window.start > 3_600_000) this.windows.delete(id);
  }
}
