import path from "node:path";

/** The store's thread as the tests run it, beside `node_modules` so that it finds its packages. */
export function testWorkerFile(projectRoot: string, name: "worker" | "recording-worker" = "worker"): string {
  return path.join(projectRoot, ".build", "testing", `${name}.mjs`);
}
