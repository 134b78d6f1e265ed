import * as z from "zod/mini";
import type { Board } from "./board.ts";
import type { Event } from "./event.ts";

/** Socket messages of CONTRACT §6. A changed message needs a new version: a test compares the hash. */
export { BEAT_EVERY_MS, PROTOCOL_VERSION, SOCKET_PATH } from "./protocol-version.ts";

/** In lower case, as everywhere: one incident has one spelling. */
const incident = z.pipe(
  z.uuid(),
  z.transform((value: string) => value.toLowerCase()),
);

/** Up. */
export const joinSchema = z.strictObject({
  incident,
  cursor: z.optional(z.string().check(z.maxLength(400))),
  pass: z.optional(z.string().check(z.maxLength(400))),
});
export const leaveSchema = z.strictObject({ incident });
export const presenceSchema = z.strictObject({
  incident,
  doing: z.optional(z.string().check(z.maxLength(80))),
});
export const handshakeSchema = z.object({ protocol: z.int(), token: z.optional(z.string().check(z.maxLength(200))) });

/** Down. `n` counts 1, 2, 3 … within a stream on one node. */
export type StreamPlace = { stream: string; n: number };
export type Slice = { incident: string; stream: string; n: number; cursor: string; events: Event[] };
export type Beat = { incident: string; streams: StreamPlace[]; at: string };
/** How many people of each organisation are here, by its code. */
export type Presence = { incident: string; organisations: Record<string, number> };
export type Reset = { incident: string; reason: ResetReason };
export type Closing = { reason: ClosingReason; retryMs: number };
export type ResetReason = "rights" | "removed" | "marking" | "redacted" | "restored";
export type ClosingReason = "signed-out" | "slow_consumer" | "restart" | "too-many" | "expired";

export type Joined = {
  ok: true;
  pass: string;
  streams: StreamPlace[];
  cursor: string;
  snapshot?: Board;
  events: Event[];
  more: boolean;
  /** The server's wall clock, for ages that do not depend on the device's. */
  at: string;
  /** Which build answers; a page of another one offers to reload. */
  buildId: string;
};
export type RefusedBody = { ok: false; refusal: { code: string; message: string; field?: string } };
export type JoinAnswer = Joined | RefusedBody;
