import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { Cursors } from "./cursor.ts";

const key = randomBytes(32);
const cursors = new Cursors(key, 0);
const incident = uuidv7();

describe("tokens that are not ours, or not for this", () => {
  it("open nothing: foreign, altered, of another incident, from before a restore, empty", () => {
    const token = cursors.cursor(incident, 7);
    const altered = `${token.slice(0, 20)}${token[20] === "A" ? "B" : "A"}${token.slice(21)}`;
    const foreign = new Cursors(randomBytes(32), 0).cursor(incident, 7);
    const restored = new Cursors(key, 1);
    for (const wrong of [altered, foreign, token.slice(1), "", "x", token + token, "0".repeat(92)]) {
      expect(cursors.placeOf(wrong, incident)).toBeNull();
      expect(cursors.isPass(wrong, incident, "rights")).toBe(false);
    }
    expect(cursors.placeOf(token, uuidv7())).toBeNull();
    expect(restored.placeOf(token, incident)).toBeNull();
    expect(cursors.placeOf(token, incident)).toBe(7);
  });

  it("with other rights are no place in the feed, and no pass", () => {
    const token = cursors.feedCursor(incident, 7, "liaison");
    expect(cursors.feedPlaceOf(token, incident, "observer")).toBeNull();
    expect(cursors.feedPlaceOf(token, incident, "liaison")).toBe(7);
    const pass = cursors.pass(incident, "liaison");
    expect(cursors.isPass(pass, incident, "observer")).toBe(false);
    expect(cursors.isPass(pass, incident, "liaison")).toBe(true);
    expect(cursors.isPass(token, incident, "liaison")).toBe(false);
    expect(cursors.feedPlaceOf(pass, incident, "liaison")).toBeNull();
  });
});

describe("tokens", () => {
  it("are of equal length and never the same twice, so that they tell nothing", () => {
    const tokens = [0, 1, 999_999_999].flatMap((place) => [
      cursors.cursor(incident, place),
      cursors.feedCursor(incident, place, "rights"),
      cursors.pass(incident, "rights"),
    ]);
    expect(new Set(tokens.map((token) => token.length)).size).toBe(1);
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
