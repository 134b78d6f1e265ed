import { expect, test } from "vitest";
import { type Draft, NOBODY_CHOSEN } from "./draft.ts";
import { earlyWords } from "./early-words.ts";

const last: Draft = {
  status: "down",
  affected: "1200",
  restored: "300",
  text: "",
  nextMin: "",
  marking: "TLP:GREEN",
  source: "phone",
  countUsIn: "",
  ...NOBODY_CHOSEN,
};

const formOf = (values: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
};

test.each([
  ["shows the last values", { status: "down", affected: "1200", restored: "300", text: "", nextMin: "" }],
  ["has no field to write into", {}],
  ["holds a status that there is not", { status: "fine" }],
])("a form that %s holds nothing beyond the draft", (_, values) => {
  expect(earlyWords(formOf(values), last)).toBeNull();
});

test("what was chosen and typed is taken over, the rest stays", () => {
  const values = { status: "recovering", affected: "1200", restored: "450", text: "Gates are open" };
  expect(earlyWords(formOf(values), last)).toEqual({
    ...last,
    status: "recovering",
    restored: "450",
    text: "Gates are open",
  });
});
