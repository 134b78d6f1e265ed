import type { Locator, Page } from "@playwright/test";
import type { Incident } from "../support/installation.ts";

/** The liaison's screen: one row kept true. */
export class MyRowPage {
  readonly #page: Page;
  readonly affected: Locator;
  readonly restored: Locator;
  readonly seenBy: Locator;
  readonly send: Locator;
  readonly noChange: Locator;
  readonly correct: Locator;
  readonly sendCorrection: Locator;
  /** What this person sent: waiting, saved or refused. */
  readonly sent: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.affected = page.getByRole("textbox", { name: "Machines affected" });
    this.restored = page.getByRole("textbox", { name: "Back in service" });
    this.seenBy = page.getByRole("button", { name: /^Seen by/ });
    this.send = page.getByRole("button", { name: "Send", exact: true });
    this.noChange = page.getByRole("button", { name: "No change" });
    this.correct = page.getByRole("button", { name: "Correct it" });
    this.sendCorrection = page.getByRole("button", { name: "Send correction" });
    this.sent = page.getByRole("list", { name: "Sent by you" });
  }

  status(name: string): Locator {
    return this.#page.getByRole("radio", { name, exact: true });
  }

  /** The last value under the second number. */
  get restoredNote(): Locator {
    return this.#page.getByRole("main").locator("div", { has: this.restored }).last();
  }

  /** Opens it for who has cookies for the incident, and waits until the line is live. */
  async open(incident: Incident): Promise<this> {
    await this.#page.goto(incident.path("/me"));
    await this.#page.getByText("Live", { exact: true }).waitFor();
    return this;
  }
}
