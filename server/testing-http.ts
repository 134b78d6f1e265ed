import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { expect, vi } from "vitest";
import type { CommandAnswer } from "#domain/command";
import type { Event } from "#domain/event";
import {
  type Beat,
  type Closing,
  type JoinAnswer,
  type Joined,
  PROTOCOL_VERSION,
  type Presence,
  type Reset,
  type Slice,
  SOCKET_PATH,
} from "#domain/protocol";
import { serveHttp } from "./http/serve-http.ts";
import { type Gateway, openGateway } from "./live/gateway.ts";
import type { Pages } from "./pages.ts";
import { openNode, openTestBed, SETUP_TOKEN, type TestBed, type TestPerson } from "./testing.ts";

/** Support for tests: both doors on a free port of this machine, and clients that come through them. */

const noPages: Pages = {
  serve: (_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("a page");
  },
  upgrade: null,
  close: async () => undefined,
};

export type TestServer = TestBed & { url: string; gateway: Gateway; end: () => Promise<void> };

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

type Options = {
  env?: Record<string, string>;
  limits?: boolean;
  roomsMax?: number;
  ring?: (incident: string) => void;
  ringSessions?: () => void;
};

/** Another server on the same store, as after a restart or on another node. */
export const openServer = async (bed: TestBed, options: Options = {}): Promise<TestServer> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const node = await openNode(bed.store, bed.clock, { ...options, baseUrl: url });
  const { context } = node;
  const server = serveHttp(context, noPages, { setUpToken: SETUP_TOKEN, version: "test", isClosing: () => false });
  const gateway = openGateway(context, server, options.ringSessions ?? (() => undefined));
  context.live = gateway;
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const end = async () => {
    await gateway.close();
    server.closeAllConnections();
  };
  const close = async () => {
    await end();
    await bed.close();
  };
  return { ...bed, ...node, url, gateway, end, close };
};

export const openTestServer = async (options: Options = {}): Promise<TestServer> =>
  openServer(await openTestBed(options), options);

export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

export type Ask = {
  method?: string;
  by?: Pick<TestPerson, "cookie">;
  /** Sent as JSON; a string goes as it is. */
  body?: unknown;
  headers?: Record<string, string>;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One request as the page sends it: with its cookie and its own Origin. */
export const ask = async ({ url }: { url: string }, path: string, wish: Ask = {}): Promise<Answer> => {
  const { by, body, method = body === undefined ? "GET" : "POST" } = wish;
  const headers = {
    ...(by === undefined ? {} : { cookie: by.cookie }),
    ...(method === "GET" ? {} : { origin: url }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...wish.headers,
  };
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const response = await fetch(new URL(path, url), { method, headers, redirect: "manual", ...sent });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const json: unknown = isJson ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, json: isRecord(json) ? json : {} };
};

/** A page's socket, which keeps all that it hears. */
export class TestClient {
  readonly socket: Socket;
  readonly slices: Slice[] = [];
  readonly beats: Beat[] = [];
  readonly resets: Reset[] = [];
  readonly closings: Closing[] = [];
  readonly presences: Presence[] = [];
  /** Every packet, as it came. */
  readonly heard: unknown[] = [];

  constructor(url: string, options: { cookie?: string; origin?: string; auth?: object } = {}) {
    const { cookie, origin = url, auth = { protocol: PROTOCOL_VERSION } } = options;
    const extraHeaders = { ...(origin === "" ? {} : { origin }), ...(cookie === undefined ? {} : { cookie }) };
    this.socket = io(url, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      auth,
      extraHeaders,
    });
    this.socket.onAny((...packet: unknown[]) => this.heard.push(packet));
    this.socket.on("slice", (slice: Slice) => this.slices.push(slice));
    this.socket.on("beat", (beat: Beat) => this.beats.push(beat));
    this.socket.on("reset", (reset: Reset) => this.resets.push(reset));
    this.socket.on("closing", (closing: Closing) => this.closings.push(closing));
    this.socket.on("presence", (presence: Presence) => this.presences.push(presence));
  }

  /** Resolves when the server has let the socket in; rejects with its reason. */
  connected(): Promise<this> {
    if (this.socket.connected) return Promise.resolve(this);
    return new Promise((resolve, reject) => {
      this.socket.once("connect", () => resolve(this));
      this.socket.once("connect_error", reject);
    });
  }

  gone(): Promise<string> {
    if (this.socket.disconnected) return Promise.resolve("gone already");
    return new Promise((resolve) => this.socket.once("disconnect", resolve));
  }

  async join(incident: string, place: { cursor?: string; pass?: string } = {}): Promise<Joined> {
    const answer: JoinAnswer = await this.socket.emitWithAck("join", { incident, ...place });
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer;
  }

  command(incident: string, wish: object): Promise<CommandAnswer> {
    return this.socket.emitWithAck("command", { incident, ...wish });
  }

  /** The events of all slices, in the order they came. */
  get events(): Event[] {
    return this.slices.flatMap(({ events }) => events);
  }

  /** Resolves when the event has come. Lines come in the order of the log, so all earlier ones have come too. */
  async hears(event: string): Promise<void> {
    await vi.waitFor(() => expect(this.events.map(({ id }) => id)).toContain(event), { timeout: 10_000, interval: 5 });
  }

  /** When this resolves, everything that the server has sent so far has arrived. */
  async roundTrip(): Promise<void> {
    await this.socket.emitWithAck("leave", { incident: "00000000-0000-4000-8000-000000000000" });
  }

  close(): void {
    this.socket.disconnect();
  }
}

export const connect = (server: TestServer, person: TestPerson): Promise<TestClient> =>
  new TestClient(server.url, { cookie: person.cookie }).connected();
