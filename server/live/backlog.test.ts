import { EventEmitter } from "node:events";
import type { Socket } from "socket.io";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OWN } from "#server/audit/origin";
import { watchBacklog } from "./backlog.ts";
import { Connection } from "./connection.ts";

const KB = 1024;

/** An engine that the test fills and empties, on a line of which the test says how much it still holds. */
const stalled = () => {
  const line = { writableLength: 0, destroy: vi.fn() };
  const conn = Object.assign(new EventEmitter(), { request: { socket: line } });
  const socket = { conn, emit: vi.fn(), disconnect: vi.fn() } as unknown as Socket;
  const clock = { ms: 0 };
  const backlog = watchBacklog(socket, () => clock.ms);
  const write = (bytes: number) => conn.emit("packetCreate", { data: "x".repeat(bytes) });
  return { line, conn, socket, clock, backlog, write };
};

describe("a client that does not read", () => {
  it("is slow beyond 64 packets or 256 kB, on our side or on the line", () => {
    for (const fill of [
      ({ write }: ReturnType<typeof stalled>) => Array.from({ length: 65 }, () => write(1)),
      ({ write }: ReturnType<typeof stalled>) => write(257 * KB),
      ({ line }: ReturnType<typeof stalled>) => {
        line.writableLength = 257 * KB;
      },
    ]) {
      const client = stalled();
      expect(client.backlog.state()).toBe("fine");
      fill(client);
      expect(client.backlog.state()).toBe("slow");
    }
  });

  it("is hopeless beyond 1 MB, or when nothing has gone out for 18 s", () => {
    const full = stalled();
    full.write(1025 * KB);
    expect(full.backlog.state()).toBe("hopeless");
    const silent = stalled();
    silent.write(1);
    silent.clock.ms = 18_000;
    expect(silent.backlog.state()).toBe("fine");
    silent.clock.ms = 18_001;
    expect(silent.backlog.state()).toBe("hopeless");
  });

  it("is fine again when it reads, and while nothing waits for it", () => {
    const client = stalled();
    client.write(1025 * KB);
    client.conn.emit("flush");
    client.clock.ms = 60_000;
    expect(client.backlog.state()).toBe("fine");
  });
});

describe("closing", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("says why, and lets go of the line also when nobody reads", () => {
    const { socket, line } = stalled();
    new Connection(socket, { key: "session:1", person: "p" }, OWN).close("slow_consumer", 5000);
    expect(socket.emit).toHaveBeenCalledWith("closing", { reason: "slow_consumer", retryMs: 5000 });
    expect(socket.disconnect).toHaveBeenCalledWith(true);
    expect(line.destroy).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(line.destroy).toHaveBeenCalledOnce();
  });
});
