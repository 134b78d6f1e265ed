import { createHash, randomBytes, randomInt } from "node:crypto";

/** 256 bits, base64url: 43 characters. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Only hashes of secrets are kept. A secret has 256 bits, so a plain hash is enough. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Without letters and digits that sound or look alike on the phone. */
const CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
export const CODE_LENGTH = 8;

const letters = (count: number): string =>
  Array.from({ length: count }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join("");

export const newCode = (): string => letters(CODE_LENGTH);

/** 79 bits, to be written down: four groups of four. */
export const newRecoveryCode = (): string => Array.from({ length: 4 }, () => letters(4)).join("-");

/** As somebody reads it out: spaces, dashes and small letters do not matter. */
export const normalCode = (spoken: string): string => spoken.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
