import type { APIRequestContext } from "@playwright/test";

/** The HTTP API as one person; every refusal is an error with the server's own words. */
export class Api {
  readonly #request: APIRequestContext;
  readonly #origin: string;

  constructor(request: APIRequestContext, origin: string) {
    this.#request = request;
    this.#origin = origin;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.#request.get(this.#address(path));
    if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`);
    return await answer.json();
  }

  async post<T = unknown>(path: string, body: object): Promise<T> {
    const answer = await this.#request.post(this.#address(path), { data: body, headers: { origin: this.#origin } });
    if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`);
    return await answer.json();
  }

  /** Sends a command into an incident. */
  async command(incident: string, command: { kind: string } & Record<string, unknown>): Promise<void> {
    await this.post(`/incidents/${incident}/commands`, { id: crypto.randomUUID(), ...command });
  }

  #address(path: string): string {
    return `${this.#origin}/api/v1${path}`;
  }
}
