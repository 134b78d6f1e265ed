import { expect, test } from "vitest";
import { speedsWith } from "./pace-bar.tsx";

test("the running speed is always among the choices, in order", () => {
  expect(speedsWith(30)).toEqual(["1", "10", "30", "60", "300"]);
  expect(speedsWith(60)).toEqual(["1", "10", "60", "300"]);
});
