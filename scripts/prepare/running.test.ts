import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refuseTakenPort, refuseUnderRunning } from "./running.mjs";

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "muster-running-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A process that has said that it runs from the folder. */
const serverIn = async (): Promise<ChildProcess> => {
  const program = `
    const { markRunning } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, "running.mjs")).href)});
    markRunning(${JSON.stringify(folder)});
    process.on("SIGTERM", () => process.exit(0));
    process.stdout.write("marked");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
};

it("nothing is built under a server that runs, and it is named", async () => {
  const server = await serverIn();
  expect(() => refuseUnderRunning(folder)).toThrow(`process ${server.pid}`);
  expect(readdirSync(folder)).toEqual([String(server.pid)]);
});

it("a server that has ended, however it ended, is in nobody's way", async () => {
  const [ended, killed] = [await serverIn(), await serverIn()];
  ended.kill("SIGTERM");
  killed.kill("SIGKILL");
  await Promise.all([once(ended, "exit"), once(killed, "exit")]);
  expect(existsSync(join(folder, String(ended.pid)))).toBe(false);
  refuseUnderRunning(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it("another process that has got the number since is not taken for the server", () => {
  writeFileSync(join(folder, String(process.pid)), `${process.pid} 1`);
  refuseUnderRunning(folder);
  expect(readdirSync(folder)).toEqual([]);
});

it("no folder is no server", () => refuseUnderRunning(join(folder, "none")));

it("a port that is taken is named before anything is built", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expect(refuseTakenPort({ ...process.env, PORT: String(port), HOST: "127.0.0.1" })).rejects.toThrow(
    `Port ${port}`,
  );
  server.close();
  await once(server, "close");
  await refuseTakenPort({ ...process.env, PORT: String(port), HOST: "127.0.0.1" });
});
