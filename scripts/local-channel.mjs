import { readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";

/** Nobody serves the data folder. */
export class NobodyThere extends Error {}

/** Asks the server that runs on a data folder; throws `NobodyThere` when none does. */
export async function askServer(dataDir, where, body = "") {
  const nobody = `No server runs on the data folder ${dataDir}: start it, or set DATA_DIR to that of the one that runs.`;
  let socketPath;
  try {
    socketPath = readFileSync(path.join(dataDir, "control", "address"), "utf8");
  } catch {
    throw new NobodyThere(nobody);
  }
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path: where, method: "POST" }, resolve);
    asking.on("error", () => reject(new NobodyThere(nobody)));
    asking.end(body);
  });
}
