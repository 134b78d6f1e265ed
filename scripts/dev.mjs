// The server with reload: a change of the server starts it anew, a change of a page reaches the open browser.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./prepare/alone.mjs";
import { installIfStale } from "./prepare/prepare.mjs";
import { root } from "./prepare/root.mjs";
import { Stopped } from "./prepare/run-step.mjs";

const output = join(root, ".build");
const endWithinMs = 15_000;

let server;
let ended = Promise.resolve();
let leaving = false;

process.chdir(root);
await run().catch((error) => {
  console.error(error instanceof Stopped ? error.message : `Muster could not start: ${error.message}`);
  process.exit(1);
});

async function run() {
  await alone(() => installIfStale());
  const { watchServer } = await import("./build/bundle-server.mjs");
  const { makeStoreTemplate } = await import("./build/store-template.mjs");
  mkdirSync(output, { recursive: true });
  let turn = Promise.resolve();
  const watching = await watchServer(output, "dev-server", (ok) => {
    if (!ok) return;
    turn = turn
      .then(() => makeStoreTemplate(output))
      .then(restart)
      .catch((error) => console.error(error.message));
  });
  for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, async () => {
      leaving = true;
      await watching.dispose();
      await stop();
      process.exit(0);
    });
}

async function restart() {
  if (server) console.log("The server's source changed: starting it anew.");
  await stop();
  if (leaving) return;
  const env = { ...process.env, NODE_ENV: "development", MUSTER_BUILD_ID: "development", NEXT_TELEMETRY_DISABLED: "1" };
  const child = spawn(process.execPath, ["--enable-source-maps", join(output, "dev-server.mjs")], {
    env,
    stdio: "inherit",
  });
  server = child;
  ended = new Promise((resolve) => {
    child.on("exit", (code) => {
      resolve();
      if (server === child && !leaving && code)
        console.error("The server ended; it starts again after the next change.");
    });
  });
}

async function stop() {
  const child = server;
  server = undefined;
  if (!child) return;
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
  await ended;
  clearTimeout(late);
}
