import { gunzipSync } from "node:zlib";
import { io, type Socket } from "socket.io-client";
import { PROTOCOL_VERSION, SOCKET_PATH } from "#domain/protocol";
import type { Caller } from "./caller.ts";

const GZIP = 0x1f8b;

/** Somebody's programs and pages, which keep every byte that they are given. */
export class Witness {
  readonly name: string;
  readonly caller: Caller;
  readonly #kept: { from: string; bytes: Buffer }[] = [];
  #socket: Socket | undefined;

  constructor(name: string, caller: Caller) {
    this.name = name;
    this.caller = caller;
  }

  /** One request; answers the status line, the headers and the body as they came. */
  async fetch(path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) {
    const { method = "GET", body, headers = {} } = init;
    const response = await fetch(this.caller.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...this.caller.headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const head = `${response.status} ${JSON.stringify([...response.headers])}`;
    this.#keep(`${method} ${path} ${JSON.stringify(headers)}`, Buffer.concat([Buffer.from(head), bytes]));
    return { status: response.status, headers: response.headers, text: bytes.toString("utf8") };
  }

  /** Listens to an incident over a socket of which every frame is kept. */
  async listen(incident: string): Promise<unknown> {
    const socket = io(this.caller.url, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: this.caller.headers,
      auth: { protocol: PROTOCOL_VERSION },
    });
    this.#socket = socket;
    socket.io.on("open", () => {
      socket.io.engine.on("data", (data: unknown) => this.#keep("frame", Buffer.from(String(data))));
    });
    const connected = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("connect_error", () => resolve(false));
    });
    return connected ? this.join(incident) : null;
  }

  /** Joins again on the same socket. */
  join(incident: string): Promise<unknown> {
    return this.#socket?.connected ? this.#socket.emitWithAck("join", { incident }) : Promise.resolve(null);
  }

  /** When this resolves, everything that was sent to the socket so far has arrived. */
  async settled(): Promise<void> {
    if (this.#socket?.connected) await this.#socket.emitWithAck("leave", { incident: crypto.randomUUID() });
  }

  /** Slices that came over the socket, as they came. */
  get slices(): string[] {
    return this.#kept
      .filter(({ from }) => from === "frame")
      .map(({ bytes }) => bytes.toString())
      .filter((frame) => frame.startsWith('2["slice"'));
  }

  get size(): number {
    return this.#kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Where a secret came through, plain or in any of the forms in which bytes hide. */
  found(secret: string): string[] {
    const plain = secret.toLowerCase();
    const coded = inBase64(secret);
    return this.#kept
      .filter(({ bytes }) => {
        const raw = bytes.toString("latin1");
        return coded.some((form) => raw.includes(form)) || readings(bytes).some((text) => text.includes(plain));
      })
      .map(({ from }) => from);
  }

  close(): void {
    this.#socket?.disconnect();
  }

  #keep(from: string, bytes: Buffer): void {
    this.#kept.push({ from, bytes });
    const start = bytes.indexOf(Buffer.from([GZIP >> 8, GZIP & 0xff]));
    if (start < 0) return;
    try {
      this.#kept.push({ from: `${from} (unpacked)`, bytes: gunzipSync(bytes.subarray(start)) });
    } catch {
      // Two bytes that look like the start of an archive, and are none.
    }
  }
}

/** The middle of the secret's base64, wherever in a longer text it stands. */
const inBase64 = (secret: string): string[] =>
  [0, 1, 2].flatMap((offset) => {
    const text = Buffer.from("x".repeat(offset) + secret)
      .toString("base64")
      .replaceAll("=", "");
    const middle = text.slice(offset === 0 ? 0 : offset + 1, -2);
    return [middle, middle.replaceAll("+", "-").replaceAll("/", "_")];
  });

const unescapedJson = (text: string): string =>
  text.replaceAll(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
const unescapedHtml = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d{1,6});/g, (_all, code: string) => String.fromCodePoint(Number(code)));
const unescapedUrl = (text: string): string =>
  text.replaceAll(/%([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** A text as it stands, and as whoever reads JSON, HTML or addresses would read it; all in lower case. */
const readings = (bytes: Buffer): string[] => {
  const text = bytes.toString("utf8").toLowerCase();
  return [text, unescapedJson(text), unescapedHtml(text), unescapedUrl(text)];
};
