import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import * as z from "zod/mini";
import { auditFolder, isSigned, publicKeyOf, signed } from "./signing-key.ts";

/**
 * A signed word, kept outside the database, that the installation's chain had this hash at this place. The chain
 * anchors the heads of the incidents' chains, so one place stands for all of them.
 */
export type Checkpoint = { n: number; hash: string; at: string; epoch: number };

const textOf = ({ n, hash, at, epoch }: Checkpoint): string => `muster-checkpoint-v1|${n}|${hash}|${at}|${epoch}`;

const lineSchema = z.strictObject({
  n: z.int(),
  hash: z.string(),
  at: z.string(),
  epoch: z.int(),
  key: z.string(),
  signature: z.string(),
});

export const checkpointFile = (dataDir: string): string => path.join(auditFolder(dataDir), "checkpoints.jsonl");

/** Adds a line and waits until the disk has it. */
export const keepCheckpoint = (dataDir: string, key: KeyObject, checkpoint: Checkpoint): void => {
  mkdirSync(auditFolder(dataDir), { recursive: true, mode: 0o700 });
  const line = { ...checkpoint, key: publicKeyOf(key), signature: signed(key, textOf(checkpoint)) };
  const file = openSync(checkpointFile(dataDir), "a", 0o600);
  try {
    // A power cut can leave half a line; the one after it starts on a line of its own.
    writeSync(file, `\n${JSON.stringify(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

export class DamagedCheckpoints extends Error {}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const textIn = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
};

/**
 * All checkpoints in a file, oldest first; none when there is no file. What is no JSON was torn by a power cut and says
 * nothing; a line that is not signed with one of the keys throws `DamagedCheckpoints`.
 */
export const readCheckpoints = (file: string, keys: readonly string[]): Checkpoint[] =>
  checkpointsIn(textIn(file), keys, path.basename(file));

const checkpointsIn = (text: string, keys: readonly string[], name: string): Checkpoint[] => {
  const lines = text.split("\n").map(parsedJson);
  return lines
    .filter((line) => line !== null)
    .map((line) => {
      const parsed = lineSchema.safeParse(line);
      if (parsed.success && keys.includes(parsed.data.key)) {
        const { key, signature, ...checkpoint } = parsed.data;
        if (isSigned(key, textOf(checkpoint), signature)) return checkpoint;
      }
      throw new DamagedCheckpoints(`a line of ${name} is not signed by this installation`);
    });
};

/** A checkpoint for people outside: always equally long, and it says nothing until its installation opens it. */
export type SealedCheckpoint = { at: string; sealed: string; key: string; signature: string };

const sealKey = (key: Buffer): Buffer => Buffer.from(hkdfSync("sha256", key, "", "muster-audit-seal", 32));
const PLAIN_BYTES = 160;

export const sealCheckpoint = (secret: Buffer, key: KeyObject, checkpoint: Checkpoint): SealedCheckpoint => {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealKey(secret), iv);
  const plain = Buffer.from(JSON.stringify(checkpoint).padEnd(PLAIN_BYTES));
  const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64url");
  const { at } = checkpoint;
  return { at, sealed, key: publicKeyOf(key), signature: signed(key, `muster-sealed-v1|${at}|${sealed}`) };
};

const plainSchema = z.strictObject({ n: z.int(), hash: z.string(), at: z.string(), epoch: z.int() });

/** Null when it was not sealed and signed here: by a key that is known, for whoever has the secret. */
export const openSealed = (
  secret: Buffer,
  keys: readonly string[],
  { at, sealed, key, signature }: SealedCheckpoint,
): Checkpoint | null => {
  if (!keys.includes(key) || !isSigned(key, `muster-sealed-v1|${at}|${sealed}`, signature)) return null;
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", sealKey(secret), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    return plainSchema.parse(parsedJson(plain.toString()));
  } catch {
    return null;
  }
};

const sealedSchema = z.strictObject({ at: z.string(), sealed: z.string(), key: z.string(), signature: z.string() });

/**
 * The checkpoints in a text that was kept outside: sealed ones as others got them, or lines of the installation's own
 * file. Throws `DamagedCheckpoints` when one of them is not from here.
 */
export const outsideCheckpoints = (text: string, secret: Buffer, keys: readonly string[]): Checkpoint[] => {
  const whole = parsedJson(text);
  const found = (whole === null ? text.split("\n").map(parsedJson) : [whole]).filter((line) => line !== null);
  if (found.length === 0) throw new DamagedCheckpoints("there is no checkpoint in the file that was given");
  return found.flatMap((line) => {
    const parsed = sealedSchema.safeParse(line);
    if (!parsed.success) return checkpointsIn(JSON.stringify(line), keys, "the file that was given");
    const opened = openSealed(secret, keys, parsed.data);
    if (opened === null) throw new DamagedCheckpoints("the checkpoint that was given is not of this installation");
    return [opened];
  });
};
