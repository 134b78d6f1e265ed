import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../prepare/root.mjs";
import { bundling } from "./bundling.mjs";

/** What verifies a store at rest, and the thread that an embedded one runs in. */
export async function loadAuditProgram() {
  const outdir = path.join(root, ".build");
  const entryPoints = [
    { in: "server/audit/verify-at-rest.ts", out: "audit-program" },
    { in: "db/embedded/worker.ts", out: "audit-store-worker" },
  ];
  await build({ ...bundling, entryPoints, outdir });
  const program = await import(pathToFileURL(path.join(outdir, "audit-program.mjs")).href);
  return { ...program, workerFile: path.join(outdir, "audit-store-worker.mjs") };
}
