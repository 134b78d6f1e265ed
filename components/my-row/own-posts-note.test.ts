import { expect, test } from "vitest";
import { noteOn } from "./own-posts-note.tsx";

test.each([
  [["waiting", "sending"], false, null],
  [["saved"], true, null],
  [["waiting"], true, "1 report waits on this device for the line."],
  [["waiting", "sending", "saved"], true, "2 reports wait on this device for the line."],
  [["waiting", "refused"], false, "Not saved. The reason is said below the fields."],
])("%j, line lost %s: %s", (states, isStale, said) => {
  expect(noteOn(states, isStale)).toBe(said);
});
