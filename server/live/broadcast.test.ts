import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { broadcast } from "./broadcast.ts";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
const clients: Socket[] = [];

const client = async (room: string): Promise<{ socket: Socket; heard: unknown[] }> => {
  const { port } = http.address() as AddressInfo;
  const socket = connect(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
  clients.push(socket);
  const heard: unknown[] = [];
  socket.on("said", (message) => heard.push(message));
  await socket.emitWithAck("enter", room);
  return { socket, heard };
};

beforeAll(async () => {
  io.on("connection", (socket) => {
    socket.on("enter", async (room: string, done: () => void) => {
      await socket.join(room);
      done();
    });
    socket.on("ping", (done: () => void) => done());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const socket of clients) socket.disconnect();
  await io.close();
});

it("reaches nobody outside the room, and goes nowhere when nobody is in it", async () => {
  const [inside, outside] = [await client("one"), await client("two")];
  broadcast(io, "one", "said", { to: "one" });
  broadcast(io, "three", "said", { to: "nobody" });
  for (const { socket } of [inside, outside]) await socket.emitWithAck("ping");
  expect(inside.heard).toEqual([{ to: "one" }]);
  expect(outside.heard).toEqual([]);
});

it("arrives as Socket.IO's own does, on both sides of every length a frame is written differently for", async () => {
  const { socket, heard } = await client("lengths");
  const around = (size: number) => Array.from({ length: 60 }, (_, index) => size - 50 + index);
  const texts = [...around(126), ...around(65_536)].map((size) => "ü".padEnd(size, "x"));
  for (const text of texts) {
    broadcast(io, "lengths", "said", { text, undefined });
    io.to("lengths").emit("said", { text, undefined });
  }
  await socket.emitWithAck("ping");
  expect(heard).toEqual(texts.flatMap((text) => [{ text }, { text }]));
});
