import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { machineNow } from "./machine-clock.mjs";

const answerWithinMs = 20_000;
const textLength = 160;

/** The text of a post: its number and when it was sent, so that whoever receives it knows how long it took. */
export const postText = (number, sentAt) =>
  `Post ${number} at ${sentAt.toFixed(3)} `.padEnd(textLength, "still rebooting ");
const postOf = (text) => {
  const found = /^Post (\d+) at ([\d.]+) /.exec(text ?? "");
  return found && { number: Number(found[1]), sentAt: Number(found[2]) };
};

/** One socket that follows an incident as the contract says, and posts. Its faults are counted, never mended silently. */
export class Member {
  /** Post numbers in the order in which they came. */
  order = [];
  latencies = [];
  doubled = 0;
  /** How often a slice was missing and had to be asked for. */
  gaps = 0;
  resets = 0;
  /** How often a question where things stand was not answered, and asked again. */
  unanswered = 0;
  /** When the socket was last told where it stands. */
  joinedAt = 0;
  joinMs = 0;
  /** When the last post came. */
  lastAt = 0;
  #seen = new Set();
  #streams = new Map();
  #socket;
  #incident;
  #cursor;
  #pass;
  #joining = false;

  constructor(url, incident, cookie) {
    this.#incident = incident;
    this.#socket = io(url, {
      path: "/ws",
      transports: ["websocket"],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      randomizationFactor: 0.5,
      extraHeaders: { origin: url, ...(cookie && { cookie }) },
      auth: { protocol: 1 },
    });
    this.#socket.on("slice", (slice) => this.#slice(slice));
    this.#socket.on("beat", (beat) => this.#beat(beat));
    this.#socket.on("reset", () => {
      this.resets += 1;
      this.#cursor = undefined;
      this.#joinAgain();
    });
    this.#socket.io.on("reconnect", () => this.#joinAgain());
  }

  async connect() {
    await new Promise((resolve, reject) => {
      this.#socket.once("connect", resolve);
      this.#socket.once("connect_error", reject);
      this.#socket.connect();
    });
    await this.#join();
  }

  /** Resolves with how long the answer took in milliseconds; rejects when there was none or it was a refusal. */
  async post(number, organisation) {
    const sentAt = machineNow();
    const text = postText(number, sentAt);
    const command = { incident: this.#incident, id: randomUUID(), kind: "update.post", organisation, text };
    const answer = await this.#socket.timeout(answerWithinMs).emitWithAck("command", command);
    if (!answer.ok) throw new Error(answer.refusal?.message ?? "refused");
    return machineNow() - sentAt;
  }

  close() {
    this.#socket.close();
  }

  #joinAgain() {
    this.#join().catch(() => {
      this.unanswered += 1;
      if (this.#socket.connected) setTimeout(() => this.#joinAgain(), 500);
    });
  }

  async #join() {
    if (this.#joining) return;
    this.#joining = true;
    const begun = machineNow();
    try {
      const since = this.#cursor === undefined ? {} : { cursor: this.#cursor, pass: this.#pass };
      const asked = { incident: this.#incident, ...since };
      const answer = await this.#socket.timeout(answerWithinMs).emitWithAck("join", asked);
      if (!answer.ok) throw new Error(answer.refusal?.message ?? "refused");
      this.#pass = answer.pass;
      this.#cursor = answer.cursor;
      this.#streams = new Map(answer.streams.map(({ stream, n }) => [stream, n]));
      for (const event of answer.events) this.#take(event);
      this.joinedAt = machineNow();
      this.joinMs = this.joinedAt - begun;
    } finally {
      this.#joining = false;
    }
  }

  #slice({ stream, n, cursor, events }) {
    const last = this.#streams.get(stream);
    if (last === undefined || n > last + 1) {
      this.gaps += 1;
      this.#joinAgain();
      return;
    }
    if (n <= last) return;
    this.#streams.set(stream, n);
    this.#cursor = cursor;
    for (const event of events) this.#take(event);
  }

  #beat({ streams }) {
    if (!streams.some(({ stream, n }) => (this.#streams.get(stream) ?? -1) < n)) return;
    this.gaps += 1;
    this.#joinAgain();
  }

  #take(event) {
    const post = postOf(event.text);
    if (post === null) return;
    if (this.#seen.has(post.number)) this.doubled += 1;
    this.#seen.add(post.number);
    this.order.push(post.number);
    this.lastAt = machineNow();
    this.latencies.push(this.lastAt - post.sentAt);
  }
}
