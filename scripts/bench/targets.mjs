import { fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../find-postgres.mjs";

const readyWithinMs = 120_000;
const endWithinMs = 20_000;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The product with the given store on a free port and a folder of its own, to be killed and started again. */
export async function startProduct(store, setupToken) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "muster-bench-"));
  const database = store === "postgresql" ? await startPostgres() : undefined;
  const { DATABASE_URL: _, BASE_URL: __, npm_lifecycle_event: ___, ...inherited } = process.env;
  const env = {
    ...inherited,
    PORT: String(port),
    HOST: "127.0.0.1",
    DATA_DIR: folder,
    SETUP_TOKEN: setupToken,
    LIMITS: "off",
    LOG_LEVEL: "warn",
    ...(database && { DATABASE_URL: database.url }),
  };
  const boot = async () => {
    const child = spawn(process.execPath, [at("../start.mjs")], { env, stdio: ["ignore", "pipe", "inherit"] });
    await ready(child, (child_, tell) => child_.stdout.on("data", (text) => /Muster is ready/.test(text) && tell()));
    return child;
  };
  return target({ name: store, url: `http://127.0.0.1:${port}`, boot }, async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Socket.IO and nothing else, in a process of its own. */
export async function startBare() {
  const port = await freePort();
  const boot = async () => {
    const child = fork(at("bare-server.mjs"), { env: { ...process.env, PORT: String(port) }, execArgv: [] });
    await ready(child, (child_, tell) => child_.once("message", tell));
    return child;
  };
  return target({ name: "bare", url: `http://127.0.0.1:${port}`, boot }, async () => {});
}

async function target({ name, url, boot }, clean) {
  let child = await boot();
  const end = async (signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
    await exited;
    clearTimeout(late);
  };
  return {
    name,
    url,
    pid: () => child.pid,
    kill9: () => end("SIGKILL"),
    restart: async () => {
      child = await boot();
    },
    stop: async () => {
      await end("SIGTERM");
      await clean();
    },
  };
}

function ready(child, listen) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error("A server was not ready in time."));
    }, readyWithinMs);
    const ended = () => {
      clearTimeout(late);
      reject(new Error("A server ended before it was ready."));
    };
    child.once("exit", ended);
    listen(child, () => {
      clearTimeout(late);
      child.off("exit", ended);
      resolve();
    });
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
