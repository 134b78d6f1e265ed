/**
 * What one page may apply of what arrives, in the order of the log, each thing once (CONTRACT: `join`, `slice`, `beat`).
 * Pure: nothing here knows the socket or the board.
 */
import type { Board } from "#domain/board";
import type { Event } from "#domain/event";
import type { EventId } from "#domain/ids";
import type { Beat, Joined, Slice } from "#domain/protocol";

type Places = Readonly<Record<string, number>>;

export type StreamOrder = {
  /** The last `n` taken in of each stream; null while no join has been answered on this link. */
  readonly streams: Places | null;
  /** The last `n` of each stream that a join or a beat has named. */
  readonly confirmed: Places;
  /** The cursor of the last slice taken in. */
  readonly cursor: string | null;
  /**
   * The last place up to which every stream was known to be complete: a join asks from here. When one slice of
   * several streams is lost, those of the others run on, and `cursor` is already past what is missing.
   */
  readonly floor: string | null;
  /** What was applied after `floor`, oldest first: the answer to the next join must begin with it. */
  readonly sinceFloor: readonly EventId[];
  readonly pass: string | null;
  /** A join is under way: slices wait in `parked` until its answer says where the streams stand. */
  readonly joining: boolean;
  readonly parked: readonly Slice[];
};

/** What follows: the events to apply (after the snapshot, if there is one), and whether something is missing. */
export type Taken = { order: StreamOrder; snapshot?: Board; events: readonly Event[]; missing: boolean };

/** More than this waits for no join: what is dropped is found missing and asked for again. */
const PARKED_MAX = 1_000;
/** Beyond this the place of the last slice is trusted without a beat. */
const SINCE_FLOOR_MAX = 2_000;

/** A page that holds the board up to `cursor`, read with the rights of `pass`. */
export const startOrder = (cursor: string | null = null, pass: string | null = null): StreamOrder => ({
  streams: null,
  confirmed: {},
  cursor,
  floor: cursor,
  sinceFloor: [],
  pass,
  joining: false,
  parked: [],
});

/** The link is gone, and with it the numbers of its streams; the place in the log stays. */
export const withoutStreams = (order: StreamOrder): StreamOrder => ({
  ...order,
  streams: null,
  confirmed: {},
  joining: false,
  parked: [],
});

/** What is held is void: the next join gets the board afresh. */
export const withoutPlace = (order: StreamOrder): StreamOrder => ({
  ...order,
  cursor: null,
  floor: null,
  sinceFloor: [],
  pass: null,
});

/** What to send with a join: the place and the rights, or nothing to get the board afresh. */
export const placeOf = ({ floor, pass }: StreamOrder): { cursor?: string; pass?: string } =>
  floor === null || pass === null ? {} : { cursor: floor, pass };

/** From here on slices wait for the answer. */
export const askJoin = (order: StreamOrder): StreamOrder => ({ ...order, joining: true });

const nothing = (order: StreamOrder, missing = false): Taken => ({ order, events: [], missing });

const run = (order: StreamOrder, slice: Slice): Taken => {
  const streams = { ...order.streams, [slice.stream]: slice.n };
  const applied = [...order.sinceFloor, ...slice.events.map((event) => event.id)];
  const isLong = applied.length > SINCE_FLOOR_MAX;
  const floor = isLong ? { floor: slice.cursor, sinceFloor: [] } : { sinceFloor: applied };
  return { order: { ...order, ...floor, streams, cursor: slice.cursor }, events: slice.events, missing: false };
};

export const takeSlice = (order: StreamOrder, slice: Slice): Taken => {
  if (order.joining) {
    const parked = order.parked.length < PARKED_MAX ? [...order.parked, slice] : order.parked;
    return nothing({ ...order, parked });
  }
  const last = order.streams?.[slice.stream];
  if (last === undefined) return nothing(order, true);
  if (slice.n <= last) return nothing(order);
  return slice.n === last + 1 ? run(order, slice) : nothing(order, true);
};

/** The part of the answer that is new here; null when it does not continue what has been applied. */
const continuation = (order: StreamOrder, joined: Joined): readonly Event[] | null => {
  if (joined.snapshot !== undefined) return joined.events;
  const known = order.sinceFloor;
  return known.every((id, index) => joined.events[index]?.id === id) ? joined.events.slice(known.length) : null;
};

/** The answer to the newest join; then what had to wait for it. Stops at the first thing that is missing. */
export const takeJoined = (order: StreamOrder, joined: Joined): Taken => {
  const fresh = continuation(order, joined);
  if (fresh === null) return nothing(withoutPlace(withoutStreams(order)), true);
  const streams = Object.fromEntries(joined.streams.map(({ stream, n }) => [stream, n]));
  const place = { cursor: joined.cursor, floor: joined.cursor, sinceFloor: [], pass: joined.pass };
  let now: StreamOrder = { ...order, ...place, streams, confirmed: streams };
  const snapshot = joined.snapshot === undefined ? {} : { snapshot: joined.snapshot };
  if (joined.more) return { order: now, ...snapshot, events: fresh, missing: false };
  const events = [...fresh];
  now = { ...now, joining: false, parked: [] };
  for (const slice of order.parked) {
    const taken = takeSlice(now, slice);
    if (taken.missing) return { order: now, ...snapshot, events, missing: true };
    now = taken.order;
    events.push(...taken.events);
  }
  return { order: now, ...snapshot, events, missing: false };
};

/** A beat names the last `n` sent of some streams: `missing` when a tail has not arrived. */
export const takeBeat = (order: StreamOrder, beat: Beat): Taken => {
  const { streams } = order;
  if (order.joining || streams === null) return nothing(order);
  if (beat.streams.some(({ stream, n }) => n > (streams[stream] ?? -1))) return nothing(order, true);
  const confirmed = { ...order.confirmed };
  for (const { stream, n } of beat.streams) confirmed[stream] = n;
  const isComplete = Object.entries(streams).every(([stream, n]) => confirmed[stream] === n);
  return nothing({ ...order, confirmed, ...(isComplete ? { floor: order.cursor, sinceFloor: [] } : {}) });
};
