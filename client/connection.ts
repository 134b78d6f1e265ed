/**
 * The line of one incident as a pure state machine: events with their times in, a new state and effects out.
 * Times are milliseconds of a clock that never goes back (`steady-clock.ts`).
 */
import { BEAT_EVERY_MS } from "#domain/protocol-version";
import type {
  Connection,
  ConnectionState,
  LineEffect,
  LineEvent,
  LineEventOf,
  LineEventType,
  Step,
} from "./connection-state.ts";

export type { ConnectionView } from "./connection-view.ts";

/** A beat may be late by this much before it counts as missed. */
const BEAT_SLACK_MS = 1_000;
export const ONE_BEAT_MISSED_MS = BEAT_EVERY_MS + BEAT_SLACK_MS;
export const TWO_BEATS_MISSED_MS = 2 * BEAT_EVERY_MS + BEAT_SLACK_MS;
/** A measured round trip above this is "slow". */
const SLOW_ABOVE_MS = 2_000;
const ECHO_EVERY_MS = 20_000;
const ECHO_EVERY_WHEN_SLOW_MS = 5_000;
export const RETRY_FIRST_MS = 1_000;
export const RETRY_MAX_MS = 6_000;
/** So many failed tries in a row, and the page asks over HTTP whether only the websocket is blocked. */
export const FAILURES_BEFORE_POLL = 3;
export const POLL_EVERY_MS = 15_000;
/** While polling works, the websocket is tried again this often. */
export const RETRY_WHILE_POLLING_MS = 60_000;

type Rule<T extends LineEventType> = (c: Connection, event: LineEventOf<T>, random: number) => Step;
/** Complete by its type: no state may leave an event unanswered. */
type TransitionTable = { readonly [S in ConnectionState]: { readonly [T in LineEventType]: Rule<T> } };

/** 50 to 150 % of the base, so that those who lost the line together do not come back together. */
export const spread = (baseMs: number, random: number): number => Math.round(baseMs * (0.5 + random));

const backoff = (failures: number, random: number): number =>
  spread(Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_MAX_MS), random);

const to = (connection: Connection, ...effects: LineEffect[]): Step => ({ connection, effects });
const stay = (c: Connection): Step => to(c);

/** The page as the server rendered it: complete then, and about to join. */
export const openConnection = (at: number): Step =>
  to(
    {
      state: "catching-up",
      link: "opening",
      joining: false,
      pollUnderWay: false,
      freshAt: at,
      isStale: false,
      failures: 0,
      retryAt: null,
      pollAt: null,
      echoAt: null,
      rttMs: 0,
      replayed: 0,
      caughtUpAt: null,
      newVersion: false,
    },
    "connect",
  );

const notLive = (c: Connection): Connection => ({ ...c, state: "not-live", isStale: true });
const opening = (c: Connection): Step => to({ ...c, link: "opening", retryAt: null }, "connect");
const joinNow = (c: Connection): Step => (c.joining ? stay(c) : to({ ...c, joining: true }, "join"));

/** Nothing goes on any more until the person does something. */
const ended = (c: Connection, state: "signed-out" | "removed" | "old-app"): Step =>
  to(
    {
      ...c,
      ...{ state, link: "down", joining: false, pollUnderWay: false, isStale: true },
      ...{ retryAt: null, pollAt: null, echoAt: null },
    },
    "drop",
  );

/** The link is gone: another try after a while, and over HTTP when the websocket alone seems to be the trouble. */
const withoutLink = (c: Connection, at: number, delayMs: number, ...effects: LineEffect[]): Step => {
  const down: Connection = { ...c, link: "down", joining: false, echoAt: null, replayed: 0, retryAt: at + delayMs };
  if (c.state === "polling") return to({ ...down, pollAt: c.pollAt ?? (c.pollUnderWay ? null : at) }, ...effects);
  const late = c.isStale || at - c.freshAt >= TWO_BEATS_MISSED_MS;
  const next = late ? notLive(down) : { ...down, state: "reconnecting" as const };
  if (c.failures < FAILURES_BEFORE_POLL || c.pollUnderWay) return to(next, ...effects);
  return to({ ...next, pollUnderWay: true }, ...effects, "poll");
};

const failed = (c: Connection, at: number, random: number, ...effects: LineEffect[]): Step => {
  const failures = c.failures + 1;
  const delay = c.state === "polling" ? spread(RETRY_WHILE_POLLING_MS, random) : backoff(failures, random);
  return withoutLink({ ...c, failures }, at, delay, ...effects);
};

const lost: Rule<"lost"> = (c, { at }, random) => (c.link === "down" ? stay(c) : failed(c, at, random));
const unanswered: Rule<"unanswered"> = (c, { at }, random) => (c.joining ? failed(c, at, random, "drop") : stay(c));

const refused: Rule<"refused"> = (c, { why }) => ended(c, why === "session" ? "signed-out" : "old-app");

const endOf = (code: string | null): "signed-out" | "removed" | null => {
  if (code === "unauthenticated") return "signed-out";
  return code === "not-found" || code === "forbidden" ? "removed" : null;
};

const joinRefused: Rule<"join-refused"> = (c, { at, code }, random) => {
  const end = endOf(code);
  return end === null ? failed(c, at, random, "drop") : ended(c, end);
};

const connected: Rule<"connected"> = (c) => {
  // From here on the socket brings the board further: what a poll still brings would be applied twice.
  const up: Connection = { ...c, link: "up", retryAt: null, joining: true, pollUnderWay: false, pollAt: null };
  return to(c.state === "polling" ? up : { ...up, state: "catching-up" }, "join");
};

const joined: Rule<"joined"> = (c, { at, more, events }) => {
  if (!c.joining) return stay(c);
  const replayed = c.replayed + events;
  if (more) return to({ ...c, state: c.state === "polling" ? "polling" : "catching-up", replayed }, "join");
  const live: Connection = {
    ...c,
    ...{ state: c.state === "slow" ? "slow" : "live", joining: false, freshAt: at, isStale: false },
    ...{ failures: 0, retryAt: null, pollAt: null, echoAt: at + ECHO_EVERY_MS, replayed: 0 },
    caughtUpAt: c.isStale ? at : c.caughtUpAt,
  };
  return to(live, "echo");
};

const gap: Rule<"gap"> = (c) => (c.link === "up" ? joinNow(c) : stay(c));
const reset: Rule<"reset"> = (c) => (c.link === "up" ? to({ ...c, joining: true }, "forget", "join") : to(c, "forget"));

const closing: Rule<"closing"> = (c, { at, reason, retryMs }, random) =>
  reason === "signed-out" || reason === "expired"
    ? ended(c, "signed-out")
    : withoutLink(c, at, spread(Math.max(retryMs, RETRY_FIRST_MS), random), "drop");

/** While something is missing no beat says that the board is complete. */
const beat: Rule<"beat"> = (c, { at }) => stay(c.joining ? c : { ...c, freshAt: at });
const beatAgain: Rule<"beat"> = (c, { at }) =>
  stay(c.link === "up" && !c.joining ? { ...c, state: "live", freshAt: at } : c);

const echo: Rule<"echo"> = (c, { at, rttMs }) => {
  const state = rttMs > SLOW_ABOVE_MS ? "slow" : "live";
  return to({ ...c, state, rttMs, echoAt: at + (state === "slow" ? ECHO_EVERY_WHEN_SLOW_MS : ECHO_EVERY_MS) });
};

/** The poll that was under way brought the board to the present. */
const polled: Rule<"polled"> = (c, { at, more }, random) => {
  if (!c.pollUnderWay) return stay(c);
  const polling: Connection = { ...c, state: "polling", freshAt: at, isStale: false };
  if (more) return to(polling, "poll");
  const caughtUpAt = c.isStale ? at : c.caughtUpAt;
  return to({ ...polling, caughtUpAt, pollUnderWay: false, pollAt: at + spread(POLL_EVERY_MS, random / 2) });
};

const pollFailed: Rule<"poll-failed"> = (c, { code }) => {
  if (!c.pollUnderWay) return stay(c);
  const end = endOf(code);
  return end === null ? stay({ ...c, pollUnderWay: false }) : ended(c, end);
};
const pollingFailed: Rule<"poll-failed"> = (c, event, random) => {
  const step = pollFailed(c, event, random);
  if (step.connection.state !== "polling" || !c.pollUnderWay) return step;
  const retryAt = event.at + backoff(1, random);
  return to({ ...notLive(step.connection), pollAt: null, ...(c.link === "down" ? { retryAt } : {}) });
};

/** Opens or joins at once, whatever had been planned. */
const tryNow = (c: Connection): Step => {
  if (c.link === "down") return opening(c);
  return c.link === "up" ? joinNow(c) : stay(c);
};
const wokeOnLine: Rule<"woke"> = (c, { at }) => {
  if (at - c.freshAt >= ONE_BEAT_MISSED_MS) return tryNow(notLive(c));
  return c.link === "down" ? opening(c) : stay(c);
};
const tryPolling = (c: Connection): Step => {
  const { connection, effects } = tryNow(c);
  if (c.link === "up" || c.pollUnderWay) return to(connection, ...effects);
  return to({ ...connection, pollAt: null, pollUnderWay: true }, ...effects, "poll");
};

const retryDue = (c: Connection, at: number): boolean => c.link === "down" && c.retryAt !== null && c.retryAt <= at;

const tickOnLine: Rule<"tick"> = (c, { at }, random) => {
  const age = at - c.freshAt;
  if (age >= TWO_BEATS_MISSED_MS) return tickLate(c, { type: "tick", at }, random);
  if (age >= ONE_BEAT_MISSED_MS) return to({ ...c, state: "reconnecting", echoAt: null });
  if (c.echoAt === null || c.echoAt > at) return stay(c);
  return to({ ...c, echoAt: at + ECHO_EVERY_MS }, "echo");
};

/** Waiting for the line: a silent link is dropped after the second missed beat, a broken one tried again. */
const tickLate: Rule<"tick"> = (c, { at }, random) => {
  const isLate = at - c.freshAt >= TWO_BEATS_MISSED_MS;
  if (isLate && c.link === "up" && !c.joining) return failed(notLive(c), at, random, "drop");
  const next = isLate ? notLive(c) : c;
  return retryDue(next, at) ? opening(next) : stay(next);
};

const tickCatchingUp: Rule<"tick"> = (c, { at }) => {
  const isLate = at - c.freshAt >= TWO_BEATS_MISSED_MS;
  if (!isLate) return stay(c);
  return stay(c.joining ? { ...c, isStale: true } : notLive(c));
};

const tickPolling: Rule<"tick"> = (c, { at }) => {
  const step = retryDue(c, at) ? opening(c) : stay(c);
  if (c.link === "up" || c.pollAt === null || c.pollAt > at) return step;
  return to({ ...step.connection, pollAt: null, pollUnderWay: true }, ...step.effects, "poll");
};

const unreadable: Rule<"unreadable"> = (c) => ended(c, "old-app");
const newVersion: Rule<"new-version"> = (c) => stay({ ...c, newVersion: true });
const again = (c: Connection): Step =>
  to({ ...c, state: "catching-up", link: "opening", retryAt: null, failures: 0 }, "connect");

const working = {
  ...{ connected, lost, refused, joined, "join-refused": joinRefused, unanswered, beat: stay, gap, echo: stay },
  ...{ reset, closing, polled, "poll-failed": pollFailed, woke: tryNow, "retry-now": tryNow, "signed-in": stay },
  ...{ unreadable, "new-version": newVersion, tick: tickLate },
} as const;

const onLine = { ...working, beat, echo, woke: wokeOnLine, "retry-now": stay, tick: tickOnLine } as const;

const over = {
  ...{ connected: (c: Connection) => to(c, "drop"), lost: stay, refused: stay, joined: stay, "join-refused": stay },
  ...{ unanswered: stay, beat: stay, gap: stay, echo: stay, reset: (c: Connection) => to(c, "forget"), closing: stay },
  ...{ polled: stay, "poll-failed": stay, woke: stay, "retry-now": stay, "signed-in": stay, unreadable: stay },
  ...{ "new-version": newVersion, tick: stay },
} as const;

const TRANSITIONS: TransitionTable = {
  live: onLine,
  slow: onLine,
  reconnecting: { ...working, beat: beatAgain, woke: wokeOnLine },
  "not-live": working,
  "catching-up": { ...working, tick: tickCatchingUp },
  polling: { ...working, "poll-failed": pollingFailed, woke: tryPolling, "retry-now": tryPolling, tick: tickPolling },
  "signed-out": { ...over, "signed-in": again },
  removed: { ...over, "retry-now": again },
  "old-app": over,
};

const applyRule = <T extends LineEventType>(c: Connection, event: LineEventOf<T>, random: number): Step => {
  const type: T = event.type;
  return TRANSITIONS[c.state][type](c, event, random);
};

/** `random` is in [0, 1): the only chance in it, so that the same calls give the same line. */
export const step = (c: Connection, event: LineEvent, random: number): Step => applyRule(c, event, random);

/** When the next `tick` is due; null while only the outside can change something. */
export const nextTickAt = (c: Connection): number | null => {
  const due: number[] = [];
  if (c.link === "down" && c.retryAt !== null) due.push(c.retryAt);
  if (c.state === "polling" && c.link !== "up" && c.pollAt !== null) due.push(c.pollAt);
  if (c.echoAt !== null && (c.state === "live" || c.state === "slow")) due.push(c.echoAt);
  if (c.state === "live" || c.state === "slow") due.push(c.freshAt + ONE_BEAT_MISSED_MS);
  if ((c.state === "reconnecting" || c.state === "catching-up") && !c.isStale)
    due.push(c.freshAt + TWO_BEATS_MISSED_MS);
  return due.length === 0 ? null : Math.min(...due);
};
