import { expect, test } from "vitest";
import { moveOf, moveWords } from "./move.ts";

test("a choice is a change only when it differs from what holds", () => {
  const now = { role: "liaison", organisation: "dal" } as const;
  expect(moveOf(now, now)).toBeNull();
  expect(moveOf(now, { ...now, role: "observer" })).toEqual({ role: "observer" });
  expect(moveOf(now, { role: "observer", organisation: "ual" })).toEqual({ role: "observer", organisation: "ual" });
});

test("the effect is said in words", () => {
  expect(moveWords("Person", { role: "observer" }, "DAL")).toBe("Person becomes executive (observer) at once.");
  expect(moveWords("Person", { organisation: "ual" }, "UAL")).toBe("Person speaks for UAL from then on.");
});
