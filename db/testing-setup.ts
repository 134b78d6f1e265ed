import { build } from "esbuild";
import { buildTemplate } from "#db/embedded/build-template";
import { quietLog } from "./testing.ts";
import { testWorkerFile } from "./testing-files.ts";

/** Runs once before the tests that use the embedded store: bundles its thread and makes the prepared database. */
export default async function setUp(): Promise<void> {
  const projectRoot = process.cwd();
  await build({
    entryPoints: [{ in: "db/embedded/worker.ts", out: "worker" }],
    outdir: `${projectRoot}/.build/testing`,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  await buildTemplate(projectRoot, quietLog, testWorkerFile(projectRoot));
}
