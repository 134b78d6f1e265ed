import { describe, expect, it } from "vitest";
import * as f from "./fields.ts";

const said = (schema: typeof f.name, written: unknown): string => {
  const result = schema.safeParse(written);
  return result.success ? result.data : `refused: ${result.error.issues[0]?.message}`;
};

describe("what is not seen", () => {
  it.each([
    ["turns the line round", "paid \u202eyadot\u202c today", "paid yadot today"],
    ["isolates", "\u2066a\u2069 \u2067b\u2069 \u2068c\u2069", "a b c"],
    ["marks a direction", "a\u200eb\u200fc\u061cd", "abcd"],
    ["has no width", "De\u200blta\u2060 \ufeffAir\u00ad", "Delta Air"],
    ["is a letter that shows nothing", "D\u3164e\u115f\u1160l\uffa0ta", "Delta"],
    ["is a tag", "Delta\u{e0041}\u{e0042}", "Delta"],
    ["picks a shape where there is none", "Del\ufe0fta", "Delta"],
    ["joins where nothing joins", "Del\u200dta \u200c", "Delta"],
  ])("is taken out of names and texts: what %s", (_what, written, left) => {
    expect(said(f.name, written)).toBe(left);
    expect(said(f.updateText, written).trim()).toBe(left);
  });

  it("alone is empty", () => {
    for (const written of ["\u200b\u200d\u2060", "\u3164", "\u2800 \u2800", "\u202e\u202c", "\u2028"])
      for (const schema of [f.name, f.title, f.updateText]) expect(said(schema, written)).toBe("refused: is empty");
  });

  it("stays where it joins letters or pictures", () => {
    const words = [
      "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
      "\u0915\u094d\u200d\u0937",
      "👩🏽\u200d🚒",
      "❤\ufe0f\u200d🔥",
      "葛\u{e0100}城",
      "1\ufe0f\u20e3",
    ];
    for (const word of words) expect(said(f.name, word)).toBe(word.normalize("NFC"));
  });
});

describe("one name", () => {
  it("has one spelling: composed, in one line, without spaces at its ends", () => {
    expect(said(f.name, "Zu\u0308rich")).toBe("Z\u00fcrich");
    expect(said(f.title, "  A title \r\n\t in   two\u2028lines ")).toBe("A title in two lines");
    expect(said(f.updateText, "two\nlines, e\u0301")).toBe("two\nlines, \u00e9");
  });

  it("has no heap of marks, however few characters it is", () => {
    for (const schema of [f.name, f.title, f.updateText]) {
      expect(said(schema, `a${"\u0301".repeat(10)}`)).toMatch(/^refused: has too many marks/);
      expect(said(schema, `Z${"\u0335\u0336".repeat(5000)}`)).toMatch(/^refused/);
    }
    expect(said(f.name, "\u1e69\u0323\u0307")).not.toMatch(/^refused/);
  });

  it("is counted as it is kept", () => {
    expect(said(f.name, "e\u0301".repeat(80))).toBe("\u00e9".repeat(80));
    expect(said(f.name, `${"x".repeat(80)}\u200b`)).toBe("x".repeat(80));
    expect(said(f.name, "x".repeat(81))).toBe("refused: is longer than 80 characters");
  });
});

describe("an address", () => {
  it.each([
    ...['"e＠attacker.example"@victim.example', '"e@attacker.example"@victim.example', "a＠b@victim.example"],
    ...[
      "a@b@victim.example",
      "a,b@victim.example",
      "A <a@victim.example>",
      "a@victim.example\u0000",
      "a @victim.example",
    ],
    ...[
      "vic\u200btim@victim.example",
      "a@victim\u00ad.example",
      "a@victim.example,b@attacker.example",
      "a@[127.0.0.1]",
    ],
    ...[
      "a@victim..example",
      "a@.example",
      "@victim.example",
      "a;b@victim.example",
      "a@victim.example\r\nBcc: b@x.example",
    ],
    ...["a﹫b@victim.example", "＂a＂@victim.example", "a@victim．．example", `${"x".repeat(250)}@x.example`],
  ])("is none once it is in its normal form: %s", (written) => {
    expect(said(f.email, written)).toMatch(/^refused/);
  });

  it("is checked and kept in its normal form", () => {
    expect(said(f.email, "Ｄuty.Manager+x@Clinic．Example")).toBe("duty.manager+x@clinic.example");
    expect(said(f.email, "  A@b.example ")).toBe("a@b.example");
    expect(said(f.email, "dürr@bücher.example")).toBe("dürr@bücher.example");
  });
});
