import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { alive, holderOf, pidOf } from "./alone.mjs";
import { root } from "./root.mjs";
import { Stopped } from "./run-step.mjs";

const ownFolder = join(root, ".build", "running");

/** Leaves word, until this process ends, that it runs from the packages and the build of this folder. */
export function markRunning(folder = ownFolder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, String(process.pid));
  writeFileSync(file, holderOf(process.pid));
  process.on("exit", () => rmSync(file, { force: true }));
}

/** Throws `Stopped` while a server runs from this folder: nothing is installed or built under its feet. */
export function refuseUnderRunning(folder = ownFolder) {
  for (const holder of holdersIn(folder)) {
    if (alive(holder)) {
      const pid = pidOf(holder);
      throw new Stopped(
        `Muster runs from this folder already (process ${pid}), and what it runs from is out of date: stop it first. ` +
          `If that process is another program, delete .build/running/${pid}.`,
      );
    }
    rmSync(join(folder, String(pidOf(holder))), { force: true });
  }
}

function holdersIn(folder) {
  try {
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8") || holderOf(Number(name)));
  } catch {
    return [];
  }
}

/** Throws `Stopped` when nothing could listen there: better said before a minute of building than after it. */
export async function refuseTakenPort({ PORT = "", HOST = "" } = process.env) {
  const port = Number(PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) return;
  const error = await new Promise((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen(port, HOST || "127.0.0.1", () => server.close(() => resolve(null)));
  });
  if (error?.code === "EADDRINUSE") throw new Stopped(`Port ${port} is taken by another program; set PORT.`);
}
