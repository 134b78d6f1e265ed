import { Refusal } from "#domain/refusal";
import { limited } from "#server/metrics";

/** How many, in how many seconds. Every limit of the product stands on this page. */
export const RATES = {
  /** Per account and address; then `signInSlow`. */
  signInWrong: { max: 5, windowS: 900 },
  signInSlow: { max: 1, windowS: 60 },
  signInWrongPerAddress: { max: 50, windowS: 900 },
  /** Over all addresses: each of them may then try once a minute, so nobody can lock an account's owner out. */
  signInWrongPerAccount: { max: 200, windowS: 900 },
  /** Per person: codes of a second step, and passwords asked for again. */
  secondFactor: { max: 5, windowS: 900 },
  /** Invitations and resets: per address, per person who asks, per organisation. */
  mailPerAddress: { max: 3, windowS: 3600 },
  mailPerPerson: { max: 20, windowS: 3600 },
  mailPerOrganisation: { max: 100, windowS: 86_400 },
  /** Per address: links, set-up and API tokens. */
  tokenGuess: { max: 10, windowS: 3600 },
  codeGuess: { max: 10, windowS: 3600 },
  codeGuessAll: { max: 100, windowS: 3600 },
  /** Per person, over both doors. */
  reads: { max: 300, windowS: 60 },
  writes: { max: 60, windowS: 60 },
  /** Per address without a session. */
  anonymous: { max: 100, windowS: 60 },
  /** Per person, organisation and incident; the commander and scribes have twice as much. */
  updates: { max: 20, windowS: 60 },
  updatesBurst: { max: 5, windowS: 5 },
  updatesPerOrganisation: { max: 120, windowS: 60 },
  updatesPerIncident: { max: 600, windowS: 60 },
  /** Per person. */
  connects: { max: 5, windowS: 10 },
  /** Per socket: above the first its messages are refused, above the second it is closed. */
  messages: { max: 60, windowS: 10 },
  messagesUntilClosed: { max: 300, windowS: 10 },
  joins: { max: 20, windowS: 60 },
  /** Per person. */
  search: { max: 30, windowS: 60 },
  export: { max: 5, windowS: 3600 },
} as const;

/** How many at the same moment. */
export const AT_ONCE = {
  socketsPerPerson: 10,
  socketsPerAddress: 200,
  exportsPerIncident: 2,
  /** Boards made for whoever has just come, so that those who are here already go on working. */
  snapshots: 50,
} as const;

/** Bounds of memory and time, which `LIMITS=off` does not lift. */
export const SIZES = {
  frameBytes: 65_536,
  bodyBytes: 1_048_576,
  jsonDepth: 32,
  /** Values in one message, however they are nested. */
  jsonValues: 20_000,
  urlBytes: 2048,
  queryKeys: 50,
  organisationsPerIncident: 500,
  peoplePerIncident: 5000,
} as const;

export type RateName = keyof typeof RATES;
type AtOnceName = keyof typeof AT_ONCE;

const RETRY_MAX_S = 5;
const SWEEP_EVERY_MS = 60_000;

type Window = { until: number; count: number };
type Counted = readonly [name: RateName, key: string];

const tooMany = (limit: RateName | AtOnceName, retryAfterS: number): Refusal => {
  limited.inc({ limit });
  return new Refusal("too-many", "Too many requests; wait a little.", { retryAfterS });
};

/** For something larger than it may be: counted like every other limit. */
export const tooLarge = (limit: keyof typeof SIZES, sentence: string): Refusal => {
  limited.inc({ limit });
  return new Refusal("too-large", sentence);
};

/** Fixed windows and places per name and key, in this process's memory. `now` counts milliseconds and never goes back. */
export class Limits {
  private readonly windows = new Map<string, Window>();
  private readonly held = new Map<string, number>();
  private readonly on: boolean;
  private readonly now: () => number;

  constructor(on: boolean, now: () => number) {
    this.on = on;
    this.now = now;
    if (on) setInterval(() => this.sweep(), SWEEP_EVERY_MS).unref();
  }

  /** Counts one; throws `too-many` with the seconds to wait, and counts nothing, when there were too many already. */
  count(name: RateName, key: string): void {
    this.countAll([[name, key]]);
  }

  /** Counts one of each, or nothing when one of them is used up. `factor` times as many are allowed. */
  countAll(all: readonly Counted[], factor = 1): void {
    if (!this.on) return;
    for (const [name, key] of all) this.demand(name, key, factor);
    for (const [name, key] of all) this.window(name, key).count += 1;
  }

  /** Takes back one count: it was an attempt that did not go wrong. */
  giveBack(name: RateName, key: string): void {
    if (this.on) this.window(name, key).count -= 1;
  }

  /** Asks without counting; throws as `count` does. */
  demand(name: RateName, key: string, factor = 1): void {
    if (!this.isFull(name, key, factor)) return;
    const waitMs = this.window(name, key).until - this.now();
    throw tooMany(name, Math.max(1, Math.ceil(waitMs / 1000)));
  }

  isFull(name: RateName, key: string, factor = 1): boolean {
    return this.on && this.window(name, key).count >= RATES[name].max * factor;
  }

  /** Takes one of the places; throws `too-many` when none is free. The place is free again when the answer is called. */
  hold(name: AtOnceName, key: string): () => void {
    const id = `${name}:${key}`;
    const taken = this.held.get(id) ?? 0;
    // Whoever is sent away at the same moment does not come back at the same moment.
    if (this.on && taken >= AT_ONCE[name]) throw tooMany(name, 1 + Math.floor(Math.random() * RETRY_MAX_S));
    this.held.set(id, taken + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.held.get(id) ?? 0) - 1;
      if (left > 0) this.held.set(id, left);
      else this.held.delete(id);
    };
  }

  private window(name: RateName, key: string): Window {
    const id = `${name}:${key}`;
    const now = this.now();
    const known = this.windows.get(id);
    if (known !== undefined && now < known.until) return known;
    const fresh = { until: now + RATES[name].windowS * 1000, count: 0 };
    this.windows.set(id, fresh);
    return fresh;
  }

  private sweep(): void {
    const now = this.now();
    for (const [id, window] of this.windows) if (now >= window.until) this.windows.delete(id);
  }
}
