import { defineConfig } from "vitest/config";

const storeTests = ["server/**/*.test.ts", "db/**/*.test.ts"];
const postgresqlOnly = "**/*.pg.test.ts";

export default defineConfig({
  test: {
    // Files of one worker share what they import: a worker for each file costs more than its tests.
    isolate: false,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{domain,client,components,app,scripts}/**/*.test.{ts,tsx}"],
        },
      },
      {
        test: {
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
          name: "postgresql",
          include: storeTests,
          exclude: ["db/embedded/**"],
          env: { MUSTER_TEST_ENGINE: "postgresql" },
          globalSetup: ["./db/testing-postgresql-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
