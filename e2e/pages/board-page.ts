import type { Locator, Page } from "@playwright/test";
import type { Incident } from "../support/installation.ts";

/** The board with its feed and the bar to post with. */
export class BoardPage {
  readonly #page: Page;
  /** Says that what is shown is old. */
  readonly banner: Locator;
  /** Written here and not in the log yet. */
  readonly waiting: Locator;
  readonly live: Locator;
  readonly frame: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.banner = page.getByRole("region", { name: "Connection" });
    this.waiting = page.getByRole("list", { name: "Written by you, not in the log yet" });
    this.live = page.getByText("Live", { exact: true });
    this.frame = page.locator(".frame");
  }

  /** Opens it for who has cookies for the incident, and waits until the line is live. */
  async open(incident: Incident): Promise<this> {
    await this.#page.goto(incident.path());
    await this.live.waitFor();
    return this;
  }

  /** Entries of the feed with these words, the newest first. */
  items(words: string): Locator {
    return this.#page.locator("li[id^=u-]").filter({ hasText: words });
  }

  /** The organisation on the board. */
  card(name: string): Locator {
    return this.#page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  }

  async post(text: string): Promise<void> {
    const bar = this.#page.getByRole("form", { name: "Post an update" });
    await bar.getByLabel("Text").fill(text);
    await bar.getByRole("button", { name: "Send" }).click();
  }
}
