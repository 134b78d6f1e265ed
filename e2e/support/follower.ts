import { io, type Socket } from "socket.io-client";
import type { CommandAnswer } from "#domain/command";
import type { Event } from "#domain/event";
import {
  type Beat,
  type Closing,
  type JoinAnswer,
  PROTOCOL_VERSION,
  type Reset,
  type Slice,
  SOCKET_PATH,
} from "#domain/protocol";
import type { Caller, Wish } from "./caller.ts";

const answerWithinMs = 5000;

/** Follows one incident over one socket, by the letter of the protocol, and never starts anew. */
export class Follower {
  /** Every event that came, in the order in which it came. */
  events: Event[] = [];
  /** How often the server gave a fresh board instead of the lines that were missing. */
  snapshots = 0;
  resets = 0;
  closing: Closing | undefined;
  readonly #caller: Caller;
  readonly #socket: Socket;
  readonly #incident: string;
  readonly #streams = new Map<string, number>();
  #cursor: string | undefined;
  #pass: string | undefined;
  #joining = false;
  /** What comes while the lines behind a fresh board are being read. */
  #later: Event[] | undefined;

  constructor(caller: Caller, incident: string) {
    this.#caller = caller;
    this.#incident = incident;
    this.#socket = io(caller.url, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      forceNew: true,
      extraHeaders: caller.headers,
      auth: { protocol: PROTOCOL_VERSION },
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    this.#socket.on("slice", (slice: Slice) => this.#slice(slice));
    this.#socket.on("beat", (beat: Beat) => this.#beat(beat));
    this.#socket.on("reset", (_: Reset) => {
      this.resets += 1;
      this.#cursor = undefined;
      this.#join();
    });
    this.#socket.on("closing", (closing: Closing) => {
      this.closing = closing;
      // The library comes back by itself only when the line broke.
      if (closing.retryMs > 0) setTimeout(() => this.#socket.connect(), closing.retryMs);
    });
    this.#socket.on("connect", () => this.#join());
  }

  get joined(): boolean {
    return this.#pass !== undefined;
  }

  /** The ids of the commands behind the events, in their order. */
  get commands(): string[] {
    return this.events.flatMap((event) => (event.kind === "update.posted" ? [event.command] : []));
  }

  /** Rejects when the answer did not come: then it is unknown whether the command was carried out. */
  command(wish: Wish): Promise<CommandAnswer> {
    return this.#socket.timeout(answerWithinMs).emitWithAck("command", { incident: this.#incident, ...wish });
  }

  close(): void {
    this.#socket.close();
  }

  #join(): void {
    if (this.#joining || !this.#socket.connected) return;
    this.#joining = true;
    const since = this.#cursor === undefined ? {} : { cursor: this.#cursor, pass: this.#pass };
    this.#socket
      .timeout(answerWithinMs)
      .emitWithAck("join", { incident: this.#incident, ...since })
      .then((answer: JoinAnswer) => this.#stand(answer))
      .then(
        () => {
          this.#joining = false;
        },
        () => {
          this.#joining = false;
          this.#join();
        },
      );
  }

  async #stand(answer: JoinAnswer): Promise<void> {
    if (!answer.ok) return;
    this.#pass = answer.pass;
    this.#cursor = answer.cursor;
    this.#streams.clear();
    for (const { stream, n } of answer.streams) this.#streams.set(stream, n);
    const first = this.snapshots === 0;
    if (answer.snapshot !== undefined) this.snapshots += 1;
    if (answer.snapshot === undefined || first) this.#take(answer.events);
    else await this.#readAll(answer.events);
  }

  /** A fresh board stands for the lines before it: here they are wanted one by one. */
  async #readAll(rest: readonly Event[]): Promise<void> {
    this.#later = [...rest];
    const log = await this.#caller.log(this.#incident);
    const known = new Set(log.map(({ id }) => id));
    const later = this.#later ?? [];
    this.#later = undefined;
    this.events = [...log, ...later.filter(({ id }) => !known.has(id))];
  }

  #take(events: readonly Event[]): void {
    (this.#later ?? this.events).push(...events);
  }

  #slice({ stream, n, cursor, events }: Slice): void {
    const last = this.#streams.get(stream);
    if (last === undefined || n > last + 1) this.#join();
    else if (n === last + 1) {
      this.#streams.set(stream, n);
      this.#cursor = cursor;
      this.#take(events);
    }
  }

  #beat({ streams }: Beat): void {
    if (streams.some(({ stream, n }) => (this.#streams.get(stream) ?? -1) < n)) this.#join();
  }
}
