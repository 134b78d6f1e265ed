import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleServer } from "./build/bundle-server.mjs";
import { precompress } from "./build/precompress.mjs";
import { makeStoreTemplate } from "./build/store-template.mjs";
import { alone } from "./prepare/alone.mjs";
import { root } from "./prepare/root.mjs";
import { lastLines, runStep, Stopped, stopSteps } from "./prepare/run-step.mjs";
import { buildIdFile, sourcesId } from "./prepare/sources.mjs";

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    stopSteps(signal);
    process.exit(signal === "SIGINT" ? 130 : 143);
  });

try {
  await alone(build);
} catch (error) {
  console.error(error instanceof Stopped ? error.message : `The build failed: ${error.message}`);
  process.exit(1);
}

async function build() {
  const started = performance.now();
  const id = sourcesId();
  const output = join(root, ".build");
  console.log("Building Muster (half a minute to a minute) …");
  rmSync(join(root, buildIdFile), { force: true });
  mkdirSync(output, { recursive: true });
  const serverSide = async () => {
    await bundleServer(output);
    await makeStoreTemplate(output);
  };
  // Both are waited for even when one fails, so that nothing writes on after the refusal.
  const outcomes = await Promise.allSettled([buildPages(id), serverSide()]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  writeFileSync(join(root, buildIdFile), `${id}\n`);
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
}

async function buildPages(id) {
  const env = { ...process.env, NODE_ENV: "production", MUSTER_BUILD_ID: id, NEXT_TELEMETRY_DISABLED: "1" };
  const next = join(root, "node_modules/next/dist/bin/next");
  const { code, output, seconds } = await runStep("building the pages", process.execPath, [next, "build"], { env });
  if (code !== 0) {
    console.error(lastLines(output, 60));
    throw new Stopped("The pages could not be built, for the reason above.");
  }
  const { files, bytes, compressed } = await precompress(join(root, ".next/static"));
  const kilobytes = (count) => `${Math.round(count / 1000)} kB`;
  console.log(
    `  pages in ${seconds.toFixed(0)} s; ${files} files for browsers, ${kilobytes(bytes)}, compressed ${kilobytes(compressed)}`,
  );
}
