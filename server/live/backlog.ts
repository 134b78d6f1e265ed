import type { Socket } from "socket.io";

/** Beyond these a client gets only the beat, and pulls; beyond the second pair it is closed (ARCHITECTURE: slow clients). */
const SLOW_PACKETS = 64;
const SLOW_BYTES = 256 * 1024;
const CLOSED_BYTES = 1024 * 1024;
/** Before the unanswered ping would end the connection without a word, which takes 20 s at least. */
const CLOSED_AFTER_MS = 18_000;

export type Backlog = { state: () => "fine" | "slow" | "hopeless" };

/** What waits for one client because it does not read. Counted from the engine's own events. */
export const watchBacklog = (socket: Socket, now: () => number): Backlog => {
  let [packets, bytes] = [0, 0];
  let stalledSince: number | null = null;
  socket.conn.on("packetCreate", (packet: { data?: unknown }) => {
    packets += 1;
    bytes += typeof packet.data === "string" ? packet.data.length : 0;
    stalledSince ??= now();
  });
  socket.conn.on("flush", () => {
    packets = 0;
    bytes = 0;
    stalledSince = null;
  });
  return {
    state: () => {
      // What is on its way does not count here: a long answer to `join` on a thin line is no reason to close it.
      if (bytes > CLOSED_BYTES || (stalledSince !== null && now() - stalledSince > CLOSED_AFTER_MS)) return "hopeless";
      const waiting = bytes + socket.conn.request.socket.writableLength;
      return packets > SLOW_PACKETS || waiting > SLOW_BYTES ? "slow" : "fine";
    },
  };
};
