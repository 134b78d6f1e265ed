import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./scripts/find-browser.mjs";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Each worker runs a server and its browsers: more of them than processors makes every journey slow.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    launchOptions: { executablePath: findBrowser({ say: () => {} }).path, args: browserFlags },
    locale: "en-GB",
    // Not UTC, so that a mix-up of UTC and local time shows.
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    // A trace of every journey costs as much as the journey.
    trace: "off",
  },
});
