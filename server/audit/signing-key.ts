import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The folder of what must not stand in the database: the key that signs, and the checkpoints it has signed. */
export const auditFolder = (dataDir: string): string => path.join(dataDir, "audit");

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
const isThere = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EEXIST";

const keyFile = (dataDir: string): string => path.join(auditFolder(dataDir), "signing-key.pem");

/**
 * The Ed25519 key of this installation, made at the first start. It lies beside the database and not in it, so that
 * whoever rewrites the one cannot sign for the other; nodes of one installation share the file. Throws when the file
 * holds something else.
 */
export const openSigningKey = (dataDir: string): KeyObject => {
  const file = keyFile(dataDir);
  try {
    return createPrivateKey(readFileSync(file));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  mkdirSync(auditFolder(dataDir), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("ed25519");
  try {
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
    return privateKey;
  } catch (error) {
    if (!isThere(error)) throw error;
    return createPrivateKey(readFileSync(file));
  }
};

/** What others need to check signatures, base64url of the DER form. */
export const publicKeyOf = (key: KeyObject): string =>
  createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64url");

export const signed = (key: KeyObject, text: string): string =>
  sign(null, Buffer.from(text), key).toString("base64url");

const publicKeys = new Map<string, KeyObject | null>();

/** Null for what is no key. Taken apart once: there are as many signatures as checkpoints, and few keys. */
const publicKeyIn = (text: string): KeyObject | null => {
  const known = publicKeys.get(text);
  if (known !== undefined) return known;
  let key: KeyObject | null = null;
  try {
    key = createPublicKey({ key: Buffer.from(text, "base64url"), type: "spki", format: "der" });
  } catch {
    // Stays null: nothing is signed with it.
  }
  if (publicKeys.size < 100) publicKeys.set(text, key);
  return key;
};

export const isSigned = (publicKey: string, text: string, signature: string): boolean => {
  const key = publicKeyIn(publicKey);
  if (key?.asymmetricKeyType !== "ed25519") return false;
  return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
};

export const KNOWN_KEYS = "known-keys.txt";

/**
 * The public keys whose word counts here: that of this installation, and those of the ones it was restored from, which
 * a restore has written beside it. Makes no key.
 */
export const knownKeys = (dataDir: string): string[] => {
  const read = (file: string): string => {
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      if (isMissing(error)) return "";
      throw error;
    }
  };
  const own = read(keyFile(dataDir));
  const earlier = read(path.join(auditFolder(dataDir), KNOWN_KEYS))
    .split(/\s+/)
    .filter((key) => key !== "");
  return own === "" ? earlier : [publicKeyOf(createPrivateKey(own)), ...earlier];
};
