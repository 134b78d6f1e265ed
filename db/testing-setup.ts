import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { buildTemplate } from "#db/embedded/build-template";
import { quietLog } from "./testing.ts";
import { testProgram, testPrograms } from "./testing-files.ts";

/** Runs once before the tests that use a store: bundles the embedded one's thread and makes its prepared database. */
export default async function setUp(): Promise<() => void> {
  const projectRoot = process.cwd();
  await build({
    entryPoints: Object.entries(testPrograms).map(([name, file]) => ({ in: file, out: name })),
    outdir: `${projectRoot}/.build/testing`,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  await buildTemplate(projectRoot, quietLog, testProgram(projectRoot, "worker"));
  const scratch = mkdtempSync(path.join(tmpdir(), "muster-test-"));
  process.env["TEST_SCRATCH"] = scratch;
  return () => rmSync(scratch, { recursive: true, force: true });
}
