import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { Installation } from "./installation.ts";
import { PageFaults } from "./page-faults.ts";
import { type Server, startServer } from "./server.ts";

export { expect };

/** The servers of one worker: one at a time, a fresh one for each file. */
class ServerOfFile {
  #file = "";
  #server: Server | undefined;

  async for(file: string): Promise<Server> {
    if (this.#server && this.#file === file) return this.#server;
    await this.dispose();
    // All browsers of a journey come from one address.
    this.#server = await startServer({ LIMITS: "off" });
    this.#file = file;
    return this.#server;
  }

  async dispose(): Promise<void> {
    await this.#server?.dispose();
    this.#server = undefined;
  }
}

type Fixtures = {
  /** The built product, fresh for this file, shared by its tests. */
  server: Server;
  /** The server of this file, set up. */
  installation: Installation;
  /** Opens the browser of somebody else, with cookies of its own; it is closed after the test. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** What went wrong inside the pages of this test; what was not expected fails it. */
  faults: PageFaults;
};

/** Playwright's test with a running Muster, `page` bound to it, and no tolerance for faults inside pages. */
export const test = base.extend<Fixtures, { serverOfFile: ServerOfFile }>({
  serverOfFile: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needs of a fixture from this pattern
    async ({}, use) => {
      const servers = new ServerOfFile();
      await use(servers);
      await servers.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  server: [
    async ({ serverOfFile }, use, testInfo) => {
      await use(await serverOfFile.for(testInfo.file));
    },
    { timeout: 120_000 },
  ],
  installation: async ({ server }, use) => {
    await use(await Installation.at(server));
  },
  visitor: async ({ browser, faults }, use) => {
    const opened: Page[] = [];
    await use(async (options) => {
      const page = await faults.watch(await browser.newContext(options)).newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
  faults: [
    async ({ browser, server }, use) => {
      const faults = new PageFaults(server.url);
      const stop = faults.watchBrowser(browser);
      await use(faults);
      stop();
      expect(faults.unexpected(), "faults inside pages").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    await use(faults.watch(context));
  },
});

/** A phone of usual size, touched. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
/** The smallest phone that has to do. */
export const smallPhone: BrowserContextOptions = { ...phone, viewport: { width: 360, height: 740 } };
export const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
