import path from "node:path";

/** Programs bundled for the tests: the store's thread, its variants, and a process that holds a store. */
export const testPrograms = {
  worker: "db/embedded/worker.ts",
  "recording-worker": "db/embedded/testing/recording-worker.ts",
  "unsynced-worker": "db/embedded/testing/unsynced-worker.ts",
  "faulty-worker": "db/embedded/testing/faulty-worker.ts",
  "hold-store": "db/embedded/testing/hold-store.ts",
} as const;

export type TestProgram = keyof typeof testPrograms;

/** Where a program is bundled to: within the project, so that it finds its packages. */
export function testProgram(projectRoot: string, program: TestProgram): string {
  return path.join(projectRoot, ".build", "testing", `${program}.mjs`);
}

/** The folder of this run's stores; the run removes it at its end. */
export function testScratch(): string {
  const folder = process.env["TEST_SCRATCH"];
  if (!folder) throw new Error("TEST_SCRATCH names no folder for the tests");
  return folder;
}
