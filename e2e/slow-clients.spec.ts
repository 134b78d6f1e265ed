import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Caller } from "./support/caller.ts";
import { Follower } from "./support/follower.ts";
import { makeScene, type Scene } from "./support/scene.ts";
import { type Server, startServer } from "./support/server.ts";
import { Valve } from "./support/valve.ts";

const stalled = 50;
const listening = 5;
/** More than the kernel holds for one connection, and more lines than a catch-up brings. */
const posts = 1100;
const atOnce = 4;
const longText = "…".repeat(1500);
const mayGrowMb = 150;

let server: Server;
const valves: Valve[] = [];
test.beforeAll(async () => {
  server = await startServer({ LIMITS: "off", LOG_LEVEL: "error" });
});
test.afterAll(async () => {
  for (const valve of valves) valve.close();
  await server.dispose();
});

async function valve(): Promise<Valve> {
  const made = await Valve.before(server.url);
  valves.push(made);
  return made;
}

const followers = (caller: Caller, incident: string, number: number) =>
  Array.from({ length: number }, () => new Follower(caller, incident));

/** One number of the server's own accounts. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(text)?.[1]);
}
const memoryMb = async () => (await metric("muster_process_resident_memory_bytes")) / 2 ** 20;

/** Posts so many updates through one socket, and answers with the ids of the commands. */
async function postAll(poster: Follower, organisation: string, number: number, text: string): Promise<string[]> {
  const ids = Array.from({ length: number }, () => randomUUID());
  const waiting = [...ids];
  const lane = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
      expect(await poster.command({ id, kind: "update.post", organisation, text })).toMatchObject({ ok: true });
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return ids;
}

const allHave = (who: readonly Follower[], commands: readonly string[]) =>
  expect.poll(() => who.filter(({ commands: has }) => !isWithin(commands, has)).length, { timeout: 60_000 }).toBe(0);

const isWithin = (wanted: readonly string[], has: readonly string[]): boolean => {
  const set = new Set(has);
  return wanted.every((command) => set.has(command));
};

const demandOneOrder = async (who: readonly Follower[], { commander, incident }: Scene) => {
  const log = await commander.log(incident);
  const order = log.flatMap((event) => (event.kind === "update.posted" ? [event.command] : []));
  for (const { commands } of who) expect(commands).toEqual(order);
};

test("fifty who stop reading cost the others nothing, and come back whole", async () => {
  test.setTimeout(240_000);
  const scene = await makeScene(server, 2);
  const [speaker, reader] = scene.members;
  if (speaker === undefined || reader === undefined) throw new Error("The scene has two members.");
  const [deaf, dozing] = [await valve(), await valve()];
  const others = followers(reader.caller, scene.incident, listening);
  const deaves = followers(reader.caller.through(deaf.url), scene.incident, stalled);
  const dozer = new Follower(reader.caller.through(dozing.url), scene.incident);
  const [poster] = followers(speaker.caller, scene.incident, 1);
  if (poster === undefined) throw new Error("There is one poster.");
  const everyone = [...others, ...deaves, dozer, poster];
  await expect.poll(() => everyone.every(({ joined }) => joined), { timeout: 30_000 }).toBe(true);

  const before = await memoryMb();
  deaf.shut();
  dozing.shut();
  const first = await postAll(poster, speaker.organisation, posts, longText);
  await allHave([...others, poster], first);

  // One reads again before anybody has lost patience, and is live again without being told.
  dozing.open();
  await allHave([dozer], first);
  const second = await postAll(poster, speaker.organisation, 5, "And on it goes");
  await allHave([...others, dozer, poster], second);

  // Closed as slow, or because it does not answer the ping either, whichever comes first.
  await expect.poll(() => metric("muster_sockets"), { timeout: 60_000 }).toBe(everyone.length - stalled);
  const grown = (await memoryMb()) - before;
  expect(grown).toBeLessThan(mayGrowMb);
  test.info().annotations.push({ type: "memory", description: `${grown.toFixed(0)} MB more` });
  process.stdout.write(`${stalled} sockets that do not read: the server grew by ${grown.toFixed(0)} MB\n`);

  deaf.open();
  await allHave(deaves, [...first, ...second]);
  await demandOneOrder(everyone, scene);
  for (const follower of everyone) follower.close();
});
