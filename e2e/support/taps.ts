import type { Locator, Page } from "@playwright/test";

/** Counts what a hand does: clicks and taps, fields it fills, and keys it presses. */
export class Hand {
  taps = 0;
  fields = 0;
  keys = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A click, or a tap where the screen is touched. */
  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.click();
  }

  /** A tap into a field, and what is typed into it. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.tap(field);
    this.fields += 1;
    await field.fill(text);
  }

  /** Choosing from a list that the browser draws. */
  async choose(list: Locator, label: string): Promise<void> {
    this.taps += 2;
    await list.selectOption({ label });
  }

  /** One key, or keys pressed together. */
  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.#page.keyboard.type(text);
  }
}
