import { defineConfig } from "vitest/config";

const storeTests = ["server/**/*.test.ts", "db/**/*.test.ts"];
const postgresqlOnly = "**/*.pg.test.ts";

/** Files of one worker share what they import: a worker for each file costs more than its tests. */
const shared = { isolate: false };

export default defineConfig({
  test: {
    // Left to itself it keeps one processor free, which is half of a small machine.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["{domain,client,components,app,scripts}/**/*.test.{ts,tsx}"],
        },
      },
      {
        test: {
          ...shared,
          name: "embedded",
          include: storeTests,
          exclude: [postgresqlOnly],
          env: { MUSTER_TEST_ENGINE: "embedded" },
          globalSetup: ["./db/testing-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: "postgresql",
          include: storeTests,
          exclude: ["db/embedded/**"],
          env: { MUSTER_TEST_ENGINE: "postgresql" },
          globalSetup: ["./db/testing-setup.ts", "./db/testing-postgresql-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
