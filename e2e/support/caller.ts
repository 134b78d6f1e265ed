import { randomUUID } from "node:crypto";
import type { CommandAnswer } from "#domain/command";
import type { Event } from "#domain/event";

const answerWithinMs = 10_000;

/** What came back over HTTP; `body` is null when it was not JSON. */
export type Reply<T> = { status: number; body: T | null };

/** A command as a program of somebody else writes it; the id is made when there is none. */
export type Wish = { id?: string; kind: string } & Record<string, unknown>;

/** One person's programs: everything goes over HTTP, and through nothing of the product's own code. */
export class Caller {
  readonly url: string;
  #cookie: string | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** What a program sends along with every request, also with the one that opens the socket. */
  get headers(): Record<string, string> {
    return { origin: this.url, ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }) };
  }

  /** The same person, by another way to the server. */
  through(url: string): Caller {
    const other = new Caller(url);
    other.#cookie = this.#cookie;
    return other;
  }

  async get<T>(path: string): Promise<Reply<T>> {
    return this.#call("GET", path);
  }

  async post<T>(path: string, body: unknown): Promise<Reply<T>> {
    return this.#call("POST", path, JSON.stringify(body));
  }

  /** Throws unless the answer is a good one. */
  async made<T>(path: string, body: unknown): Promise<T> {
    const { status, body: answer } = await this.post<T>(path, body);
    if (status >= 300 || answer === null) throw new Error(`POST ${path} was answered ${status}`);
    return answer;
  }

  command(incident: string, { id = randomUUID(), ...fields }: Wish): Promise<Reply<CommandAnswer>> {
    return this.post(`/api/v1/incidents/${incident}/commands`, { id, ...fields });
  }

  /** The whole log as this person may see it, oldest first. */
  async log(incident: string): Promise<Event[]> {
    const events: Event[] = [];
    for (let cursor = ""; ; ) {
      const since = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/api/v1/incidents/${incident}/events?limit=1000${since}`;
      const { body } = await this.get<{ events: Event[]; cursor: string; more: boolean }>(path);
      if (body === null) throw new Error("The log could not be read.");
      events.push(...body.events);
      if (!body.more) return events;
      cursor = body.cursor;
    }
  }

  async #call<T>(method: string, path: string, body?: string): Promise<Reply<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      signal: AbortSignal.timeout(answerWithinMs),
      ...(body === undefined ? {} : { body }),
    });
    this.#cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? this.#cookie;
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : null };
  }
}
