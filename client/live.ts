import { io, type Socket } from "socket.io-client";
import type { CommandAnswer, CommandInput } from "#domain/command";
import type { IncidentId } from "#domain/ids";
import type { Beat, Closing, JoinAnswer, Presence, Reset, Slice } from "#domain/protocol";
import { PROTOCOL_VERSION, SOCKET_PATH } from "#domain/protocol-version";

/** The words of CONTRACT §6 as the browser hears and says them. */
type Down = {
  slice: (slice: Slice) => void;
  beat: (beat: Beat) => void;
  presence: (presence: Presence) => void;
  reset: (reset: Reset) => void;
  closing: (closing: Closing) => void;
};
type Ack<A> = (answer: A) => void;
type Up = {
  join: (ask: { incident: IncidentId; cursor?: string; pass?: string }, ack: Ack<JoinAnswer>) => void;
  leave: (ask: { incident: IncidentId }, ack: Ack<unknown>) => void;
  command: (command: CommandInput & { incident: IncidentId }, ack: Ack<CommandAnswer>) => void;
  presence: (ask: { incident: IncidentId }, ack: Ack<unknown>) => void;
};

/** What one incident's session hears: of the link, and of its own incident. */
export type LiveListener = {
  onConnected: () => void;
  /** The link closed, or did not open. Not told after `drop`. */
  onLost: () => void;
  onRefused: (why: "session" | "protocol") => void;
  onSlice: (slice: Slice) => void;
  onBeat: (beat: Beat) => void;
  onPresence: (presence: Presence) => void;
  onReset: (reset: Reset) => void;
  onClosing: (closing: Closing) => void;
};

/** The one socket of this tab. It opens and retries only when told: the state machine of the line decides. */
export type Live = {
  /** `up` when it is open already: then `onConnected` is not told again. */
  connect: () => "up" | "opening";
  drop: () => void;
  isUp: () => boolean;
  listen: (incident: IncidentId, listener: LiveListener) => () => void;
  /** These reject when the link is not up, breaks, or brings no answer within 5 s. */
  join: (incident: IncidentId, place: { cursor?: string; pass?: string }) => Promise<JoinAnswer>;
  leave: (incident: IncidentId) => Promise<unknown>;
  command: (incident: IncidentId, command: CommandInput) => Promise<CommandAnswer>;
  presence: (incident: IncidentId) => Promise<unknown>;
};

const ACK_TIMEOUT_MS = 5_000;
const OPEN_TIMEOUT_MS = 5_000;

const whyOf = (error: Error): "session" | "protocol" | null => {
  if (error.message === "unauthenticated") return "session";
  return error.message === "unsupported" ? "protocol" : null;
};

const openSocket = (origin: string, auth: Record<string, string>): Socket<Down, Up> =>
  io(origin, {
    path: SOCKET_PATH,
    transports: ["websocket"],
    auth: { ...auth, protocol: PROTOCOL_VERSION },
    timeout: OPEN_TIMEOUT_MS,
    autoConnect: false,
    reconnection: false,
    forceNew: true,
  });

type Bounded = ReturnType<Socket<Down, Up>["timeout"]>;

/** Lives outside React: a component that mounts twice opens one socket. */
export const openLive = (origin: string, auth: Record<string, string> = {}): Live => {
  const socket = openSocket(origin, auth);
  const listeners = new Map<IncidentId, LiveListener>();
  let isOpening = false;
  const all = (tell: (listener: LiveListener) => void): void => [...listeners.values()].forEach(tell);
  socket.on("connect", () => {
    isOpening = false;
    all((listener) => listener.onConnected());
  });
  socket.on("connect_error", (error) => {
    isOpening = false;
    const why = whyOf(error);
    all((listener) => (why === null ? listener.onLost() : listener.onRefused(why)));
  });
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") all((listener) => listener.onLost());
  });
  socket.on("slice", (slice) => listeners.get(slice.incident)?.onSlice(slice));
  socket.on("beat", (beat) => listeners.get(beat.incident)?.onBeat(beat));
  socket.on("presence", (presence) => listeners.get(presence.incident)?.onPresence(presence));
  socket.on("reset", (reset) => listeners.get(reset.incident)?.onReset(reset));
  socket.on("closing", (closing) => all((listener) => listener.onClosing(closing)));

  /** A message to a link that is down would wait in the socket and go out at a time of its own choosing. */
  const ask = <A>(send: (socket: Bounded) => Promise<A>): Promise<A> =>
    socket.connected ? send(socket.timeout(ACK_TIMEOUT_MS)) : Promise.reject(new Error("The link is not up."));
  return {
    connect: () => {
      if (socket.connected) return "up";
      if (!isOpening) {
        isOpening = true;
        socket.connect();
      }
      return "opening";
    },
    drop: () => {
      isOpening = false;
      socket.disconnect();
    },
    isUp: () => socket.connected,
    listen: (incident, listener) => {
      listeners.set(incident, listener);
      return () => {
        if (listeners.get(incident) === listener) listeners.delete(incident);
        // A tab that shows no incident holds no line.
        if (listeners.size === 0) socket.disconnect();
      };
    },
    join: (incident, place) => ask((bounded) => bounded.emitWithAck("join", { incident, ...place })),
    leave: (incident) => ask((bounded) => bounded.emitWithAck("leave", { incident })),
    command: (incident, command) => ask((bounded) => bounded.emitWithAck("command", { incident, ...command })),
    presence: (incident) => ask((bounded) => bounded.emitWithAck("presence", { incident })),
  };
};

let ofThisTab: Live | undefined;

/** The socket of this tab, made when the first incident is opened. */
export const liveOfThisTab = (): Live => {
  ofThisTab ??= openLive(window.location.origin);
  return ofThisTab;
};
