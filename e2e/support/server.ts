import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const startScript = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const readyWithinMs = 60_000;
const endWithinMs = 20_000;

/** The built product, running on a free port with a data folder of its own. */
export type Server = {
  url: string;
  /** What the first set-up asks for. */
  setupToken: string;
  dataDir: string;
  /** All it has printed so far. */
  printed(): string;
  /** Ends it as an operator would; the data stay. */
  stop(): Promise<void>;
  /** Ends it as a power cut would; the data stay. */
  kill9(): Promise<void>;
  /** Starts it again, ended or not, on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and removes the data. */
  dispose(): Promise<void>;
};

/** Starts a fresh server and waits until it is ready; `env` is added to its environment. */
export async function startServer(env: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "muster-e2e-"));
  const setupToken = crypto.randomUUID() + crypto.randomUUID();
  const settings = { PORT: String(port), HOST: "127.0.0.1", DATA_DIR: dataDir, SETUP_TOKEN: setupToken, ...env };
  let printed = "";
  const boot = () => launch(settings, (text) => (printed += text));
  let running = await boot();
  const stop = () => running.end("SIGTERM");
  return {
    url: `http://127.0.0.1:${port}`,
    setupToken,
    dataDir,
    printed: () => printed,
    stop,
    kill9: () => running.end("SIGKILL"),
    restart: async () => {
      await stop();
      running = await boot();
    },
    dispose: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Running = { end(signal: NodeJS.Signals): Promise<void> };

async function launch(settings: Record<string, string>, onText: (text: string) => void): Promise<Running> {
  const { DATABASE_URL: _, BASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [startScript], {
    env: { ...inherited, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await ready(child, onText);
  return {
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
      await exited;
      clearTimeout(late);
    },
  };
}

function ready(child: ChildProcess, onText: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    const fail = (what: string) => {
      child.kill("SIGKILL");
      reject(new Error(`${what}. It printed:\n${text}`));
    };
    const late = setTimeout(() => fail("the server was not ready in time"), readyWithinMs);
    const exit = () => fail("the server ended before it was ready");
    child.once("exit", exit);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        onText(chunk);
        text += chunk;
        if (!text.includes("Muster is ready on")) return;
        clearTimeout(late);
        child.off("exit", exit);
        resolve();
      });
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no free port")),
      );
    });
  });
}
