import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { commandSchema } from "./command.ts";
import * as protocol from "./protocol.ts";
import { PROTOCOL_VERSION } from "./protocol-version.ts";

/**
 * Each version of the protocol and what it says; a changed message needs a new line here, never a changed one. Only the
 * version that no release has carried yet may still grow.
 */
const VERSIONS: Record<number, string> = { 1: "0966dae3152ced94" };

const schemas = {
  join: protocol.joinSchema,
  leave: protocol.leaveSchema,
  presence: protocol.presenceSchema,
  handshake: protocol.handshakeSchema,
  command: commandSchema,
};

/** The messages down are types alone: their source, without comments and white space, stands for them. */
const typesIn = (source: string): string =>
  [...source.replaceAll(/\/\*[\s\S]*?\*\//g, "").matchAll(/^export type [\s\S]*?;\n(?=\n|export|$)/gm)]
    .map(([text]) => text.replaceAll(/\s+/g, ""))
    .join("\n");

const source = readFileSync(new URL("./protocol.ts", import.meta.url), "utf8");
const hashOf = (types: string, up: Record<string, z.ZodMiniType>): string => {
  const written = Object.entries(up).map(([name, schema]) => [
    name,
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  ]);
  return createHash("sha256").update(JSON.stringify(written)).update(typesIn(types)).digest("hex").slice(0, 16);
};

describe("a changed message", () => {
  it("has a new version", () => {
    expect(VERSIONS[PROTOCOL_VERSION]).toBe(hashOf(source, schemas));
  });

  it("is noticed, up and down", () => {
    const now = hashOf(source, schemas);
    expect(hashOf(source.replace("n: number;", "n: string;"), schemas)).not.toBe(now);
    expect(hashOf(source, { ...schemas, leave: z.strictObject({ incident: z.string(), why: z.string() }) })).not.toBe(
      now,
    );
  });

  it("is not a changed comment or layout", () => {
    const laidOut = source.replace("export type Slice = {", "/** A slice. */\nexport type Slice = {\n ");
    expect(hashOf(laidOut, schemas)).toBe(hashOf(source, schemas));
  });
});
