import { expect, test } from "vitest";
import { usualPart } from "./declare-form.tsx";

test("the own organisation is affected unless it is of the government", () => {
  expect(usualPart("government")).toBe("coordinator");
  expect(usualPart("aviation")).toBe("affected");
});
