import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import * as z from "zod/mini";
import type { CommandAnswer } from "#domain/command";
import { id } from "#domain/fields";
import {
  BEAT_EVERY_MS,
  type Beat,
  handshakeSchema,
  joinSchema,
  leaveSchema,
  PROTOCOL_VERSION,
  presenceSchema,
  SOCKET_PATH,
} from "#domain/protocol";
import { Refusal } from "#domain/refusal";
import { SIZES } from "#server/access/limits";
import { isOwnOrigin } from "#server/access/origin";
import { addressOf } from "#server/access/peer-address";
import { demandPlain } from "#server/access/plain-json";
import { authenticate } from "#server/access/session";
import { carryHeaders } from "#server/answer-headers";
import { originOf } from "#server/audit/origin";
import { noteRefusal } from "#server/audit/refusals";
import { countWrite, isGravest } from "#server/commands/rates";
import { answerOf, submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import { ackSeconds, commands, slowClosed, sockets } from "#server/metrics";
import { refusalFrom } from "#server/refusal-from";
import { broadcast } from "./broadcast.ts";
import { Connection } from "./connection.ts";
import { FanOut, roomName } from "./fan-out.ts";
import { join } from "./join.ts";
import { PresenceBoard } from "./presence.ts";
import { watchSessions } from "./session-watch.ts";

const MAINTAIN_EVERY_MS = 1000;
const TOO_MANY_RETRY_MS = 10_000;

export type Gateway = {
  /** Ends the sockets of a session or token at once, and has the other nodes look after theirs. */
  endSession: (key: string) => void;
  /** Ends the sockets whose session or token is no longer in the store. */
  checkSessions: () => void;
  /** Tells everybody to come back later, then closes. */
  close: () => Promise<void>;
  present: (incident: string) => ReadonlySet<string>;
  /** How many sockets are open. */
  size: () => number;
};

const commandMessage = z.looseObject({ incident: z.optional(id) });

/** A cookie counts only with our own Origin; without any Origin only a bearer token does. */
const mayConnect = (context: Context, request: IncomingMessage): boolean => {
  const { origin, cookie, host } = request.headers;
  if (origin !== undefined) return isOwnOrigin(context.env, origin, host);
  return cookie === undefined;
};

export const openGateway = (context: Context, http: HttpServer, ringSessions: () => void): Gateway => {
  const io = new Server(http, {
    path: SOCKET_PATH,
    transports: ["websocket"],
    serveClient: false,
    maxHttpBufferSize: SIZES.frameBytes,
    perMessageDeflate: false,
    allowEIO3: false,
    connectTimeout: 10_000,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    destroyUpgrade: false,
    allowRequest: (request, done) => done(null, mayConnect(context, request)),
  });
  // Socket.IO comes before every listener that was there: what it refuses carries the headers too.
  http.prependListener("request", (request, response) => carryHeaders(context, request, response));
  const fanOut = new FanOut((room, slice) => broadcast(io, room, "slice", slice), context);
  const connections = new Set<Connection>();
  const presence = new PresenceBoard(
    () => fanOut.all(),
    (message) => broadcast(io, roomName(message.incident, "all"), "presence", message),
  );
  const unsubscribe = context.journal.subscribe((published) => fanOut.publish(published));

  io.use((socket, next) => {
    admit(context, socket).then(
      (session) => {
        socket.data = { session };
        next();
      },
      (error: unknown) => next(new Error(refusalFrom(context, error, "socket").code)),
    );
  });
  io.on("connection", (socket) => {
    const { session } = socket.data;
    const address = addressOf(context, socket.request);
    const origin = originOf({ address, session: session.key, request: null }, context.audit.blind);
    const connection = new Connection(socket, session, origin);
    const giveUp = takePlace(context, connection);
    if (giveUp === null) return connection.close("too-many", TOO_MANY_RETRY_MS);
    connections.add(connection);
    sockets.set(connections.size);
    serve(context, fanOut, presence, connection);
    socket.on("disconnect", () => {
      giveUp();
      connections.delete(connection);
      sockets.set(connections.size);
      for (const member of connection.everywhere()) member.leave();
    });
  });

  const beat = setInterval(() => sendBeats(io, fanOut, connections, context.now()), BEAT_EVERY_MS).unref();
  const maintain = setInterval(() => tendSlow(connections), MAINTAIN_EVERY_MS).unref();
  const sessions = watchSessions(context, connections);

  return {
    endSession: (key) => {
      for (const connection of connections) if (connection.session.key === key) connection.close("signed-out", 0);
      ringSessions();
    },
    checkSessions: sessions.check,
    present: (incident) => new Set([...(fanOut.known(incident)?.listeners ?? [])].map((member) => member.person)),
    size: () => connections.size,
    close: async () => {
      for (const timer of [beat, maintain]) clearInterval(timer);
      sessions.close();
      presence.close();
      unsubscribe();
      for (const connection of connections) connection.close("restart", 500 + Math.round(Math.random() * 1500));
      await io.close();
    },
  };
};

const admit = async (context: Context, socket: Socket) => {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success || handshake.data.protocol !== PROTOCOL_VERSION) {
    throw new Refusal("unsupported", `This server speaks protocol ${PROTOCOL_VERSION}.`);
  }
  const { token } = handshake.data;
  const session = await authenticate(context, {
    cookie: token === undefined ? socket.handshake.headers.cookie : undefined,
    authorization: token === undefined ? undefined : `Bearer ${token}`,
  });
  const { limits } = context;
  if (session === null) {
    const address = addressOf(context, socket.request);
    limits.count("anonymous", address);
    if (token !== undefined) limits.count("tokenGuess", address);
    throw new Refusal("unauthenticated", "Sign in first.");
  }
  limits.count("connects", session.person);
  return session;
};

/** One of the person's and of the address's places for sockets, until it is given up; null when none is free. */
const takePlace = (context: Context, { person, socket }: Connection): (() => void) | null => {
  const { limits } = context;
  const releases: (() => void)[] = [];
  const giveUp = () => {
    for (const release of releases) release();
  };
  try {
    releases.push(limits.hold("socketsPerPerson", person));
    releases.push(limits.hold("socketsPerAddress", addressOf(context, socket.request)));
    return giveUp;
  } catch {
    giveUp();
    return null;
  }
};

/** Every message of a socket goes through `on`: rate, shape, try and answer. Nothing it does can throw outwards. */
const serve = (context: Context, fanOut: FanOut, presence: PresenceBoard, connection: Connection): void => {
  const { socket } = connection;
  const { limits } = context;
  const on = (event: string, act: (payload: unknown) => Promise<unknown>): void => {
    socket.on(event, (...args: unknown[]) => {
      const last = args.at(-1);
      const answer = typeof last === "function" ? (value: unknown) => last(value) : () => undefined;
      if (limits.isFull("messagesUntilClosed", socket.id)) return connection.close("too-many", TOO_MANY_RETRY_MS);
      limits.count("messagesUntilClosed", socket.id);
      const work = async (): Promise<unknown> => {
        if (!isReserved(event, args[0])) limits.count("messages", socket.id);
        demandPlain(args[0]);
        return act(args[0]);
      };
      work().then(answer, (error: unknown) => {
        const { person, origin } = connection;
        noteRefusal(context, { person, origin, door: event, incident: incidentOf(args[0]), error });
        answer(refused(refusalFrom(context, error, event)));
      });
    });
  };
  on("join", async (payload) => {
    limits.count("joins", socket.id);
    const answer = await join(context, fanOut, connection, parsed(joinSchema, payload));
    const hall = fanOut.known(parsed(joinSchema, payload).incident);
    if (hall !== null) socket.emit("presence", presence.lastTold(hall));
    return answer;
  });
  on("leave", async (payload) => {
    connection.member(parsed(leaveSchema, payload).incident)?.leave();
    return { ok: true };
  });
  on("command", (payload) => command(context, connection, payload));
  on("presence", async (payload) => {
    parsed(presenceSchema, payload);
    return { ok: true };
  });
};

/** The gravest declaration gets through whatever else its sender has sent. */
const isReserved = (event: string, payload: unknown): boolean => {
  const wish = event === "command" ? commandMessage.safeParse(payload) : null;
  return wish?.success === true && isGravest(wish.data);
};

const incidentOf = (payload: unknown): unknown =>
  payload !== null && typeof payload === "object" && "incident" in payload ? payload.incident : null;

const parsed = <S extends z.ZodMiniType>(schema: S, payload: unknown): z.output<S> => {
  const result = schema.safeParse(payload);
  if (!result.success) throw new Refusal("invalid", "The message does not have the form it should have.");
  return result.data;
};

const command = async (context: Context, connection: Connection, payload: unknown): Promise<CommandAnswer> => {
  const end = ackSeconds.startTimer();
  const { person, origin } = connection;
  try {
    const { incident, ...wish } = parsed(commandMessage, payload);
    countWrite(context, person, wish);
    const kept = await submit(context, person, incident ?? null, wish, origin);
    commands.inc({ outcome: "ok" });
    return answerOf(kept);
  } catch (error) {
    noteRefusal(context, { person, origin, door: "command", incident: incidentOf(payload), error });
    const refusal = refusalFrom(context, error, "command");
    commands.inc({ outcome: refusal.code });
    return refused(refusal);
  } finally {
    end();
  }
};

const refused = (refusal: Refusal): { ok: false; refusal: ReturnType<Refusal["body"]> } => ({
  ok: false,
  refusal: refusal.body(),
});

/** The last `n` of each stream that has brought something, to everybody who listens to it. */
const sendBeats = (io: Server, fanOut: FanOut, connections: ReadonlySet<Connection>, now: Date): void => {
  const at = now.toISOString();
  for (const hall of fanOut.all()) {
    hall.flush();
    for (const { key, place } of hall.beats()) {
      const beat: Beat = { incident: hall.incident, streams: [place], at };
      broadcast(io, roomName(hall.incident, key), "beat", beat);
    }
  }
  for (const connection of connections) {
    if (connection.backlog.state() !== "slow") continue;
    for (const member of connection.everywhere()) {
      const streams = fanOut.known(member.incident)?.places(member.viewer) ?? [];
      connection.socket.emit("beat", { incident: member.incident, streams, at } satisfies Beat);
    }
  }
};

/**
 * A client that does not read costs the others nothing: first it has to pull, then it is closed.
 * One that reads again listens again; what it missed shows in the next slice or beat, and it asks for it.
 */
const tendSlow = (connections: ReadonlySet<Connection>): void => {
  for (const connection of connections) {
    const state = connection.backlog.state();
    if (state === "fine") {
      for (const member of connection.everywhere()) member.listen();
      continue;
    }
    if (state === "slow") {
      for (const member of connection.everywhere()) member.mute();
      continue;
    }
    slowClosed.inc();
    connection.close("slow_consumer", 5000);
  }
};
