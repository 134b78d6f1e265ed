import { hash, verify } from "@node-rs/argon2";
import * as z from "zod/mini";

/** argon2id (the library's default algorithm) with the parameters of the OWASP password storage cheat sheet. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_MIN = 12;
/** A password that is chosen anew. */
export const passwordField = z
  .string()
  .check(z.minLength(PASSWORD_MIN, `needs at least ${PASSWORD_MIN} characters`), z.maxLength(200, "is too long"));

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), OPTIONS);

let decoy: Promise<string> | null = null;

/** Takes the same time whether the account exists or not. */
export const verifyPassword = async (stored: string | null, password: string): Promise<boolean> => {
  decoy ??= hashPassword("nobody has this password");
  const matches = await verify(stored ?? (await decoy), password.normalize("NFKC"));
  return stored !== null && matches;
};
