import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";

/** What a page says of itself while the line is down on purpose. */
const offlineTalk =
  /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|WebSocket connection to/;
const serverFault = 500;

/** Collects what went wrong inside pages: console errors, thrown errors, answers of our own server from 500 on. */
export class PageFaults {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #watched = new WeakSet<BrowserContext>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** From here to the end of the test, faults that match are part of the journey. */
  expectFault(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** From here to the end of the test, the browser may complain that it is cut off. */
  expectOffline(): void {
    this.expectFault(offlineTalk);
  }

  /** The faults nobody expected. */
  unexpected(): string[] {
    return this.#found.filter((fault) => !this.#expected.some((pattern) => pattern.test(fault)));
  }

  /** Watches every page that this browser opens from now on; answers with the way to stop. */
  watchBrowser(browser: Browser): () => void {
    const open = browser.newContext.bind(browser);
    browser.newContext = async (options?: BrowserContextOptions) => this.watch(await open(options));
    return () => {
      browser.newContext = open;
    };
  }

  watch(context: BrowserContext): BrowserContext {
    if (this.#watched.has(context)) return context;
    this.#watched.add(context);
    context.on("console", (message) => {
      if (message.type() === "error") this.#add(`console error: ${message.text()}`, message.location().url);
    });
    context.on("weberror", (error) => this.#add(`page error: ${error.error().message}`));
    context.on("response", (response) => {
      if (response.status() >= serverFault && response.url().startsWith(this.#origin))
        this.#add(`answer ${response.status()}`, response.url());
    });
    return context;
  }

  #add(what: string, where = ""): void {
    this.#found.push(where ? `${what} (${where})` : what);
  }
}
