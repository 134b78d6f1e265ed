import { build } from "esbuild";
import { buildTemplate } from "#db/embedded/build-template";
import { quietLog } from "./testing.ts";
import { testProgram, testPrograms } from "./testing-files.ts";

/** Runs once before the tests that use the embedded store: bundles its thread and makes the prepared database. */
export default async function setUp(): Promise<void> {
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
}
