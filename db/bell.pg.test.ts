import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Bell, openBell } from "./bell.ts";
import { emptyTestDatabase } from "./testing-postgresql.ts";

let database: Awaited<ReturnType<typeof emptyTestDatabase>>;
const bells: Bell[] = [];
beforeAll(async () => {
  database = await emptyTestDatabase();
});
afterAll(async () => {
  for (const bell of bells) await bell.close();
  await database.drop();
});

/** A node's bell and what it has heard. */
function node() {
  const heard: string[] = [];
  const bell = openBell(database.url, (incident) => heard.push(incident));
  bells.push(bell);
  return { heard, bell };
}

const heardBy = (heard: readonly string[], incident: string) =>
  vi.waitFor(() => expect(heard).toContain(incident), { timeout: 10_000 });

/** Rings until the other one hears it: before both listen, a ring is lost, and the poll makes up for it. */
const ringUntilHeard = (from: Bell, heard: readonly string[], incident: string) =>
  vi.waitFor(
    () => {
      from.ring(incident);
      expect(heard).toContain(incident);
    },
    { timeout: 10_000, interval: 100 },
  );

test("a node does not hear its own rings, the others hear every incident of a burst", async () => {
  const [first, second] = [node(), node()];
  await ringUntilHeard(first.bell, second.heard, "ready");
  await ringUntilHeard(second.bell, first.heard, "ready too");
  const burst = Array.from({ length: 50 }, (_, index) => `incident ${index}`);
  for (const incident of burst) first.bell.ring(incident);
  first.bell.ring("last");
  await heardBy(second.heard, "last");
  expect(second.heard).toEqual(expect.arrayContaining(burst));
  second.bell.ring("answer");
  await heardBy(first.heard, "answer");
  expect(first.heard.filter((incident) => incident.startsWith("incident"))).toEqual([]);
});
