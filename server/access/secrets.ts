import { createHash, randomBytes, randomInt } from "node:crypto";

/** 256 bits, base64url: 43 characters. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Only hashes of secrets are kept. A secret has 256 bits, so a plain hash is enough. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Without letters and digits that sound or look alike on the phone. */
const CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
export const CODE_LENGTH = 8;

export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join("");

/** As somebody reads it out: spaces, dashes and small letters do not matter. */
export const normalCode = (spoken: string): string => spoken.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
