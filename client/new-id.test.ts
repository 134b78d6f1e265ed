import { validate, version } from "uuid";
import { expect, test } from "vitest";
import { newId } from "./new-id.ts";

test("ids are UUIDs of version 7, each another one", () => {
  const ids = Array.from({ length: 1_000 }, newId);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
});

test("an id carries the time it was made", () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll("-", "").slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});
