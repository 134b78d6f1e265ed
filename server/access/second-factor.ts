import { and, eq, isNotNull, lt, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import * as z from "zod/mini";
import type { Database } from "#db/open";
import { passkeys, people, recoveryCodes, totps } from "#db/schema/tables";
import type { PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { recordAct } from "./account-acts.ts";
import { demandProof, type Proof } from "./proof.ts";
import { hashOf, newRecoveryCode, normalCode } from "./secrets.ts";

const STEP_S = 30;
const CODES = 10;
/** A clock may be off by one step to either side. */
const WINDOW = 1;

export const totpCodeSchema = z.strictObject({ code: z.string().check(z.maxLength(40)) });

/** Which second steps stand between this person's password and a session. */
export type Factors = { code: boolean; passkey: boolean };

export const factorsOf = async (db: Database | Transaction, person: PersonId): Promise<Factors> => {
  const app = await db
    .select({ person: totps.person })
    .from(totps)
    .where(and(eq(totps.person, person), isNotNull(totps.confirmedAt)));
  const keys = await db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.person, person)).limit(1);
  return { code: app.length > 0, passkey: keys.length > 0 };
};

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer: "Muster",
    label,
    algorithm: "SHA1",
    digits: 6,
    period: STEP_S,
    secret: Secret.fromBase32(secret),
  });

/** The time step a code belongs to, or null. */
const stepOf = (secret: string, code: string, now: Date): number | null => {
  const delta = totpOf(secret, "").validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_S) + delta;
};

/** Makes a secret for the app; it counts for nothing until a code has confirmed it. */
export const beginTotp = async (
  context: Context,
  person: PersonId,
  proof: Proof,
): Promise<{ secret: string; uri: string }> => {
  await demandProof(context, person, proof);
  const { db } = context.store;
  const secret = new Secret({ size: 20 }).base32;
  const rows = await db.select({ email: people.email }).from(people).where(eq(people.id, person));
  const values = { person, secret, createdAt: context.now(), confirmedAt: null, lastStep: 0 };
  const made = await db
    .insert(totps)
    .values(values)
    .onConflictDoUpdate({ target: totps.person, set: values, setWhere: sql`${totps.confirmedAt} is null` })
    .returning({ person: totps.person });
  if (made.length === 0) throw new Refusal("conflict", "There is an authenticator app already: remove it first.");
  return { secret, uri: totpOf(secret, rows[0]?.email ?? "").toString() };
};

/** From here on the code is asked for. Returns the recovery codes, shown this once. */
export const confirmTotp = async (context: Context, person: PersonId, code: string): Promise<string[]> => {
  context.limits.count("secondFactor", person);
  const { db } = context.store;
  const row = (await db.select().from(totps).where(eq(totps.person, person)))[0];
  if (row === undefined || row.confirmedAt !== null)
    throw new Refusal("conflict", "Begin anew: nothing waits for a code.");
  const step = stepOf(row.secret, normalCode(code), context.now());
  if (step === null) throw wrongCode();
  context.limits.giveBack("secondFactor", person);
  return db.transaction(async (tx) => {
    const where = and(eq(totps.person, person), eq(totps.secret, row.secret));
    await tx.update(totps).set({ confirmedAt: context.now(), lastStep: step }).where(where);
    const codes = await replaceRecoveryCodes(tx, person);
    await recordAct(tx, context, { action: "person.add-totp", person });
    return codes;
  });
};

const replaceRecoveryCodes = async (tx: Transaction, person: PersonId): Promise<string[]> => {
  const codes = Array.from({ length: CODES }, newRecoveryCode);
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.person, person));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ person, hash: hashOf(normalCode(code)) })));
  return codes;
};

export const renewRecoveryCodes = async (context: Context, person: PersonId, proof: Proof): Promise<string[]> => {
  await demandProof(context, person, proof);
  const factors = await factorsOf(context.store.db, person);
  if (!factors.code && !factors.passkey) throw new Refusal("conflict", "There is no second factor to recover from.");
  return context.store.db.transaction(async (tx) => {
    const codes = await replaceRecoveryCodes(tx, person);
    await recordAct(tx, context, { action: "person.renew-recovery-codes", person });
    return codes;
  });
};

/** The first factor of a person brings recovery codes; a further one leaves them as they are. */
export const firstRecoveryCodes = async (tx: Transaction, person: PersonId): Promise<string[] | null> => {
  const known = await tx
    .select({ hash: recoveryCodes.hash })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.person, person))
    .limit(1);
  return known.length > 0 ? null : replaceRecoveryCodes(tx, person);
};

export const removeTotp = async (context: Context, person: PersonId, proof: Proof): Promise<void> => {
  await demandProof(context, person, proof);
  await context.store.db.transaction(async (tx) => {
    await tx.delete(totps).where(eq(totps.person, person));
    await dropIdleRecoveryCodes(tx, person);
    await recordAct(tx, context, { action: "person.remove-totp", person });
  });
};

/** Without a factor there is nothing to recover from. */
export const dropIdleRecoveryCodes = async (tx: Transaction, person: PersonId): Promise<void> => {
  const factors = await factorsOf(tx, person);
  if (!factors.code && !factors.passkey) await tx.delete(recoveryCodes).where(eq(recoveryCodes.person, person));
};

const wrongCode = (): Refusal =>
  new Refusal("unauthenticated", "This code is wrong, too old, or was used already.", { field: "code" });

/** A code of the app or a recovery code; each is good once. Throws a refusal. Counted first, a right one is given back. */
export const checkCode = async (context: Context, person: PersonId, typed: string): Promise<void> => {
  context.limits.count("secondFactor", person);
  await useCode(context, person, normalCode(typed));
  context.limits.giveBack("secondFactor", person);
};

const useCode = async (context: Context, person: PersonId, code: string): Promise<void> => {
  const { db } = context.store;
  if (/^\d{6}$/.test(code)) {
    const app = (
      await db
        .select()
        .from(totps)
        .where(and(eq(totps.person, person), isNotNull(totps.confirmedAt)))
    )[0];
    const step = app === undefined ? null : stepOf(app.secret, code, context.now());
    if (step === null) throw wrongCode();
    const fresh = await db
      .update(totps)
      .set({ lastStep: step })
      .where(and(eq(totps.person, person), lt(totps.lastStep, step)))
      .returning({ person: totps.person });
    if (fresh.length === 0) throw wrongCode();
    return;
  }
  const used = await db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.person, person), eq(recoveryCodes.hash, hashOf(code))))
    .returning({ person: recoveryCodes.person });
  if (used.length === 0) throw wrongCode();
};

/** What the settings show of it. */
export const readFactors = async (context: Context, person: PersonId) => {
  const { db } = context.store;
  const app = (
    await db
      .select()
      .from(totps)
      .where(and(eq(totps.person, person), isNotNull(totps.confirmedAt)))
  )[0];
  const left = await db.$count(recoveryCodes, eq(recoveryCodes.person, person));
  return { totp: app === undefined ? null : { since: app.confirmedAt?.toISOString() ?? "" }, recoveryCodes: left };
};
