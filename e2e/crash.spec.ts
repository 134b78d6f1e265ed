import { expect, test } from "@playwright/test";
import { Follower } from "./support/follower.ts";
import { httpDoor, Poster } from "./support/poster.ts";
import { makeScene, type Scene } from "./support/scene.ts";
import { type Server, startServer } from "./support/server.ts";

const kills = 20;
const convergesWithinMs = 15_000;

let server: Server;
test.beforeAll(async () => {
  server = await startServer({ LIMITS: "off", LOG_LEVEL: "error" });
});
test.afterAll(() => server.dispose());

/** Everybody but the last listens. Two post over the socket, one over HTTP, one over both in turns. */
async function open({ incident, members, commander }: Scene) {
  const followers = [...members.slice(0, 3).map(({ caller }) => caller), commander].map(
    (caller) => new Follower(caller, incident),
  );
  // What was posted before somebody joined is in his board, not among his lines.
  await expect.poll(() => followers.every((follower) => follower.joined)).toBe(true);
  const posters = members.map((member, index) => {
    const socket = followers[index]?.command.bind(followers[index]);
    const http = httpDoor(member, incident);
    const doors = [[socket], [socket], [socket, http], [http]][index] ?? [];
    return new Poster(
      member,
      doors.filter((door) => door !== undefined),
    );
  });
  const acknowledged = () => posters.flatMap((poster) => [...poster.acknowledged.keys()]);
  return { followers, posters, acknowledged };
}

const times = (ms: readonly number[]): string => {
  const sorted = [...ms].sort((a, b) => a - b);
  return `p50 ${sorted[Math.floor(sorted.length / 2)]?.toFixed(0)} ms, longest ${sorted.at(-1)?.toFixed(0)} ms`;
};

test("twenty kills in mid-post lose nothing, double nothing, and whoever listens converges", async () => {
  test.setTimeout(400_000);
  const scene = await makeScene(server, 4);
  const { followers, posters, acknowledged } = await open(scene);
  const ready: number[] = [];

  for (let kill = 1; kill <= kills; kill += 1) {
    const before = acknowledged().length;
    await expect.poll(() => acknowledged().length - before, { timeout: 20_000, intervals: [5] }).toBeGreaterThan(kill);
    await server.kill9();
    const started = performance.now();
    await server.restart();
    ready.push(performance.now() - started);
    const kept = acknowledged();
    for (const follower of followers)
      await expect
        .poll(() => missing(kept, follower), { timeout: convergesWithinMs, message: `after kill ${kill}` })
        .toEqual([]);
  }

  await Promise.all(posters.map((poster) => poster.stop()));
  expect(posters.flatMap((poster) => poster.refusals)).toEqual([]);
  const log = (await scene.commander.log(scene.incident)).filter((event) => event.kind === "update.posted");
  const events = new Map(log.map((event) => [event.command, event.id]));
  expect(events.size, "no command became two events").toBe(log.length);
  expect(Object.fromEntries(events)).toEqual(
    Object.fromEntries(posters.flatMap((poster) => [...poster.acknowledged.entries()])),
  );
  const order = log.map((event) => event.command);
  for (const follower of followers) {
    await expect.poll(() => follower.commands).toEqual(order);
    expect(follower, "nobody needed a fresh board").toMatchObject({ snapshots: 1, resets: 0 });
    follower.close();
  }
  await repeatsAreAnswered(scene, posters);
  test.info().annotations.push({ type: "ready again", description: times(ready) });
  process.stdout.write(`${kills} kills, ${order.length} posts; ready again: ${times(ready)}\n`);
});

const missing = (kept: readonly string[], follower: Follower): string[] => {
  const has = new Set(follower.commands);
  return kept.filter((command) => !has.has(command));
};

/** Long after, the same id over either door gets its first answer. */
async function repeatsAreAnswered({ incident, members }: Scene, posters: readonly Poster[]): Promise<void> {
  for (const [index, { caller, organisation }] of members.entries()) {
    const [id, event] = [...(posters[index]?.acknowledged.entries() ?? [])][0] ?? [];
    const wish = { id: id ?? "", kind: "update.post", organisation, text: "Anything" };
    const { body } = await caller.command(incident, wish);
    expect(body).toMatchObject({ ok: true, event: { id: event }, repeated: true });
  }
}
