import { randomUUID } from "node:crypto";
import type { CommandAnswer } from "#domain/command";
import type { Wish } from "./caller.ts";
import type { Member } from "./scene.ts";

/** One way to the server; rejects when no answer came. */
export type Door = (wish: Wish) => Promise<CommandAnswer>;

export const httpDoor =
  ({ caller }: Member, incident: string): Door =>
  async (wish) => {
    const { status, body } = await caller.command(incident, wish);
    if (status === 200 && body !== null) return body;
    return { ok: false, refusal: { code: status === 503 ? "unavailable" : String(status), message: `HTTP ${status}` } };
  };

/** Posts one update after the other; what was not answered is sent again with the same id until it is. */
export class Poster {
  /** The event each acknowledged command became, by the command's id. */
  readonly acknowledged = new Map<string, string>();
  readonly refusals: string[] = [];
  readonly #organisation: string;
  readonly #doors: readonly Door[];
  #stopped = false;
  #posted = 0;
  readonly #done: Promise<void>;

  /** Each attempt goes through the next of the doors. */
  constructor(member: Member, doors: readonly Door[]) {
    this.#organisation = member.organisation;
    this.#doors = doors;
    this.#done = this.#run();
  }

  /** Resolves when the post under way has been answered. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#posted += 1;
      const id = randomUUID();
      const text = `Post ${this.#posted} of ${this.#organisation}`;
      const answer = await this.#until({ id, kind: "update.post", organisation: this.#organisation, text });
      if (answer.ok) this.acknowledged.set(id, answer.event.id);
      else this.refusals.push(answer.refusal.message);
    }
  }

  async #until(wish: Wish): Promise<CommandAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const door = this.#doors[attempt % this.#doors.length];
      const answer = await door?.(wish).catch(() => null);
      if (isFinal(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Without an answer the outcome is unknown; a store that is away says so and takes the same command later. */
const isFinal = (answer: CommandAnswer | null | undefined): answer is CommandAnswer =>
  answer?.ok === true || (answer?.ok === false && answer.refusal.code !== "unavailable");
