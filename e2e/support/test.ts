import { test as base, expect } from "@playwright/test";
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
    this.#server = await startServer();
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
