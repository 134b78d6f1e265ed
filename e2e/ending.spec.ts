import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { Follower } from "./support/follower.ts";
import { httpDoor, Poster } from "./support/poster.ts";
import { makeScene } from "./support/scene.ts";
import { type Server, startServer } from "./support/server.ts";

const startScript = fileURLToPath(new URL("../scripts/start.mjs", import.meta.url));
const listeners = 20;
/** The bound of a graceful end. */
const endsWithinMs = 15_000;

let server: Server;
const others: ChildProcess[] = [];
test.beforeEach(async () => {
  server = await startServer({ LIMITS: "off", LOG_LEVEL: "error" });
});
test.afterEach(async () => {
  for (const other of others.splice(0)) other.kill("SIGKILL");
  await server.dispose();
});

/** Starts one more server and waits for its end: what it said, and its exit code. */
async function startAnother(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const { DATABASE_URL: _, BASE_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [startScript], {
    env: { ...inherited, HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  others.push(child);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}

test("a second server is refused the folder and the port, and the first goes on unharmed", async () => {
  const { commander, incident, members } = await makeScene(server, 1);
  const before = await commander.log(incident);
  const { port } = new URL(server.url);

  const folder = await startAnother({ PORT: port, DATA_DIR: server.dataDir });
  expect(folder).toEqual({ code: 1, said: expect.stringMatching(/in use by the process \d+; .*\n$/) });
  const pid = Number(/process (\d+)/.exec(folder.said)?.[1]);
  expect(process.kill(pid, 0), "the process it names lives").toBe(true);

  const empty = mkdtempSync(join(tmpdir(), "muster-e2e-"));
  const taken = await startAnother({ PORT: port, DATA_DIR: empty });
  rmSync(empty, { recursive: true });
  expect(taken).toEqual({ code: 1, said: `Port ${port} is taken by another program; set PORT.\n` });

  expect(await commander.log(incident)).toEqual(before);
  const [member] = members;
  const wish = { kind: "update.post", organisation: member?.organisation, text: "Still here" };
  expect(await member?.caller.command(incident, wish)).toMatchObject({ status: 200, body: { ok: true } });
});

test("a graceful end tells everybody to come back, loses nothing, and ends in time", async () => {
  test.setTimeout(120_000);
  const scene = await makeScene(server, 2);
  const { members, incident, commander } = scene;
  const followers = Array.from({ length: listeners }, () => new Follower(commander, incident));
  await expect.poll(() => followers.every(({ joined }) => joined)).toBe(true);
  const posters = members.map((member) => new Poster(member, [httpDoor(member, incident)]));
  const acknowledged = () => posters.flatMap((poster) => [...poster.acknowledged.keys()]);
  await expect.poll(() => acknowledged().length).toBeGreaterThan(10);

  const begun = performance.now();
  await server.stop();
  expect(performance.now() - begun).toBeLessThan(endsWithinMs);
  const told = followers.map(({ closing }) => closing);
  expect(told).toEqual(followers.map(() => ({ reason: "restart", retryMs: expect.any(Number) })));
  expect(new Set(told.map((closing) => closing?.retryMs)).size, "not all at once").toBeGreaterThan(1);

  await server.restart();
  await Promise.all(posters.map((poster) => poster.stop()));
  const log = await commander.log(incident);
  const order = log.flatMap((event) => (event.kind === "update.posted" ? [event.command] : []));
  expect([...order].sort()).toEqual(acknowledged().sort());
  for (const follower of followers) {
    await expect.poll(() => follower.commands, { timeout: 20_000 }).toEqual(order);
    follower.close();
  }
});
