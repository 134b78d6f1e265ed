/**
 * What one page may apply of what arrives, in the order of the log, each thing once (CONTRACT: `join`, `slice`, `beat`).
 * Pure: nothing here knows the socket or the board.
 */
import type { Board } from "#domain/board";
import type { Event } from "#domain/event";
import type { Beat, Joined, Slice } from "#domain/protocol";

export type StreamOrder = {
  /** The last `n` taken in of each stream; null while no join has been answered on this link. */
  readonly streams: Readonly<Record<string, number>> | null;
  /** The place up to which everything is applied. */
  readonly cursor: string | null;
  readonly pass: string | null;
  /** A join is under way: slices wait in `parked` until its answer says where the streams stand. */
  readonly joining: boolean;
  readonly parked: readonly Slice[];
};

/** What follows: the events to apply (after the snapshot, if there is one), and whether something is missing. */
export type Taken = { order: StreamOrder; snapshot?: Board; events: Event[]; missing: boolean };

/** More than this waits for no join: what is dropped is found missing and asked for again. */
const PARKED_MAX = 1_000;

/** A page that holds the board up to `cursor`, read with the rights of `pass`. */
export const startOrder = (cursor: string | null = null, pass: string | null = null): StreamOrder => ({
  streams: null,
  cursor,
  pass,
  joining: false,
  parked: [],
});

/** The link is gone, and with it the numbers of its streams; the place in the log stays. */
export const withoutStreams = (order: StreamOrder): StreamOrder => startOrder(order.cursor, order.pass);

/** What is held is void: the next join gets the board afresh. */
export const withoutPlace = (order: StreamOrder): StreamOrder => ({ ...order, cursor: null, pass: null });

/** From here on slices wait. What to send with the join is in `cursor` and `pass`. */
export const askJoin = (order: StreamOrder): StreamOrder => ({ ...order, joining: true });

const nothing = (order: StreamOrder, missing = false): Taken => ({ order, events: [], missing });

export const takeSlice = (order: StreamOrder, slice: Slice): Taken => {
  if (order.joining) {
    const parked = order.parked.length < PARKED_MAX ? [...order.parked, slice] : order.parked;
    return nothing({ ...order, parked });
  }
  const last = order.streams?.[slice.stream];
  if (last === undefined) return nothing(order, true);
  if (slice.n <= last) return nothing(order);
  if (slice.n > last + 1) return nothing(order, true);
  const streams = { ...order.streams, [slice.stream]: slice.n };
  return { order: { ...order, streams, cursor: slice.cursor }, events: slice.events, missing: false };
};

/** The answer to the newest join; then what had to wait for it. Stops at the first thing that is missing. */
export const takeJoined = (order: StreamOrder, joined: Joined): Taken => {
  const streams = Object.fromEntries(joined.streams.map(({ stream, n }) => [stream, n]));
  const held: StreamOrder = { ...order, streams, cursor: joined.cursor, pass: joined.pass };
  const snapshot = joined.snapshot === undefined ? {} : { snapshot: joined.snapshot };
  const events = [...joined.events];
  if (joined.more) return { order: held, ...snapshot, events, missing: false };
  let now: StreamOrder = { ...held, joining: false, parked: [] };
  for (const slice of order.parked) {
    const taken = takeSlice(now, slice);
    if (taken.missing) return { order: now, ...snapshot, events, missing: true };
    now = taken.order;
    events.push(...taken.events);
  }
  return { order: now, ...snapshot, events, missing: false };
};

/** True when a stream's tail is missing: the beat names an `n` beyond the last one taken in. */
export const isBehind = (order: StreamOrder, beat: Beat): boolean =>
  !order.joining && beat.streams.some(({ stream, n }) => n > (order.streams?.[stream] ?? -1));
