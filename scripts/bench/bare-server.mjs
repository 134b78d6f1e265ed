// Socket.IO and nothing else: takes a post, answers it, sends it to the room. What the product is compared with.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { path: "/ws", transports: ["websocket"], serveClient: false });
const stream = "A".repeat(22);
const place = "A".repeat(92);
let n = 0;

/** As long as the product's own event. */
const eventOf = ({ kind: _, id: command, incident: __, ...post }) => {
  const at = new Date().toISOString();
  const by = { person: command, name: "Member 100", organisation: command, role: "liaison" };
  const rest = { asOf: at, asOfPrecision: "minute", source: "own", confidence: "confirmed" };
  return { ...post, ...rest, id: randomUUID(), at, by, command, marking: "TLP:AMBER", kind: "update.posted" };
};

io.on("connection", (socket) => {
  socket.on("join", async ({ incident }, answer) => {
    await socket.join(incident);
    answer({ ok: true, pass: place, streams: [{ stream, n }], cursor: place, events: [], more: false });
  });
  socket.on("command", (post, answer) => {
    const event = eventOf(post);
    answer({ ok: true, event: { id: event.id, at: event.at }, repeated: false });
    n += 1;
    io.to(post.incident).emit("slice", { incident: post.incident, stream, n, cursor: place, events: [event] });
  });
});

http.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.("ready"));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
