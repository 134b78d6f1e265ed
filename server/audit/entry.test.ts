import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { type AuditFacts, GENESIS, hashOfEntry, INSTALLATION } from "./entry.ts";

describe("the canonical form", () => {
  it.each([
    { b: 1, a: { "\u20ac": [1.5, -0, 1e21, null, { z: undefined, y: true }], "\r": '\u2028\ud83d\ude00"' } },
    { "a\nb": 1, c: { a: 1, b: { c: 2 } } },
    { a: 1, b: 2 },
    { "10": 1, "9": 2, é: 3, Z: 4, nested: [[], {}, [undefined]] },
  ])("is the one that a library makes (%#)", (value) => {
    expect(canonicalJson(value)).toBe(canonicalize(value));
  });
});

describe("an entry", () => {
  const facts: AuditFacts = {
    ...{ chain: INSTALLATION, n: 1, at: "2026-03-01T06:00:00.000Z", actor: null, actorOrganisation: uuidv7() },
    ...{ onBehalf: null, action: 'quote " and \u20ac', objectType: "person", objectId: uuidv7(), incident: null },
    ...{ scope: null, outcome: "refused", address: "a", session: null, request: null, reason: "forbidden" },
    ...{ commitment: null, prev: GENESIS },
  };

  it("is hashed over its canonical form (RFC 8785), as a library makes it", () => {
    const text = `muster-audit-v1${GENESIS}${canonicalize(facts)}`;
    expect(hashOfEntry(facts)).toBe(createHash("sha256").update(text).digest("base64url"));
  });

  it.each(Object.keys(facts))("has another hash when its %s is another", (field) => {
    expect(hashOfEntry({ ...facts, [field]: field === "n" ? 2 : "changed" })).not.toBe(hashOfEntry(facts));
  });
});
