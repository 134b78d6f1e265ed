import { isIP } from "node:net";
import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { passkeys, people } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { notFound, Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { beginSession } from "./begin-session.ts";
import { beginCeremony, openCeremony } from "./ceremonies.ts";
import { demandProof, type Proof } from "./proof.ts";
import { dropIdleRecoveryCodes, firstRecoveryCodes } from "./second-factor.ts";

const LIFE_MS = 5 * 60_000;
const MAX_PER_PERSON = 20;
const bytes = z.string().check(z.maxLength(16_384), z.regex(/^[\w-]*$/));
const transport = z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);
const credential = {
  id: bytes,
  rawId: bytes,
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}),
  authenticatorAttachment: z.optional(z.enum(["cross-platform", "platform"])),
};

export const passkeyEnrolSchema = z.strictObject({
  ceremony: z.string().check(z.maxLength(100)),
  name: f.name,
  credential: z.strictObject({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      attestationObject: bytes,
      transports: z.optional(z.array(transport).check(z.maxLength(10))),
    }),
  }),
});
export const passkeyBeginSchema = z.strictObject({ ticket: z.optional(z.string().check(z.maxLength(100))) });
export const passkeySignInSchema = z.strictObject({
  ceremony: z.string().check(z.maxLength(100)),
  ticket: z.optional(z.string().check(z.maxLength(100))),
  credential: z.strictObject({
    ...credential,
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: z.optional(bytes),
    }),
  }),
});

/** For whom a passkey is good: browsers know names only, so where people use a bare address there are none. */
const relyingParty = ({ env }: Context, origin: string | undefined): { id: string; origin: string } => {
  const local = env.loopbackOnly && origin !== undefined && new URL(origin).hostname === "localhost";
  const used = new URL(local ? origin : env.baseUrl);
  if (isIP(used.hostname.replace(/^\[|\]$/g, "")) !== 0)
    throw new Refusal(
      "conflict",
      "Passkeys need a name, not a bare address: open this site by its name (or as localhost).",
    );
  return { id: used.hostname, origin: used.origin };
};

const challengeIn = (data: unknown): string => z.parse(z.object({ challenge: z.string() }), data).challenge;
const library = () => import("@simplewebauthn/server");

export const beginPasskey = async (context: Context, person: PersonId, proof: Proof, origin: string | undefined) => {
  await demandProof(context, person, proof);
  const party = relyingParty(context, origin);
  const { db } = context.store;
  const who = (await db.select().from(people).where(eq(people.id, person)))[0];
  const known = await db.select().from(passkeys).where(eq(passkeys.person, person));
  if (who === undefined || known.length >= MAX_PER_PERSON) throw new Refusal("conflict", "There are enough passkeys.");
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: "Muster",
    rpID: party.id,
    userName: who.email,
    userDisplayName: who.name,
    userID: new TextEncoder().encode(person),
    attestationType: "none",
    excludeCredentials: known.map(({ credential: id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const data = { challenge: options.challenge };
  return { ceremony: await beginCeremony(context, { kind: "passkey-enrol", person, data, lifeMs: LIFE_MS }), options };
};

/** Keeps the public half. The first factor of a person brings recovery codes, shown this once. */
export const enrolPasskey = async (
  context: Context,
  person: PersonId,
  input: z.output<typeof passkeyEnrolSchema>,
  origin: string | undefined,
): Promise<{ id: string; recoveryCodes: string[] | null }> => {
  const party = relyingParty(context, origin);
  const begun = await openCeremony(context, "passkey-enrol", input.ceremony, { takes: true });
  if (begun.person !== person) throw notFound();
  const { verifyRegistrationResponse } = await library();
  const { id: shown, rawId, type, response } = input.credential;
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { id: shown, rawId, type, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
    expectedChallenge: challengeIn(begun.data),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => ({ verified: false, registrationInfo: undefined }));
  if (!verified || registrationInfo === undefined)
    throw new Refusal("invalid", "The passkey was not made for this site.");
  const { id: made, publicKey, counter } = registrationInfo.credential;
  const id = uuidv7();
  const row = {
    id,
    person,
    credential: made,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    counter,
    transports,
    name: input.name,
    createdAt: context.now(),
  };
  return context.store.db.transaction(async (tx) => {
    const kept = await tx.insert(passkeys).values(row).onConflictDoNothing().returning({ id: passkeys.id });
    if (kept.length === 0) throw new Refusal("conflict", "This passkey is enrolled already.");
    const codes = await firstRecoveryCodes(tx, person);
    await recordAct(tx, context, { action: "person.add-passkey", person, object: { type: "passkey", id } });
    return { id, recoveryCodes: codes };
  });
};

export const listPasskeys = async ({ store }: Context, person: PersonId) => {
  const rows = await store.db.select().from(passkeys).where(eq(passkeys.person, person)).orderBy(passkeys.createdAt);
  return rows.map(({ id, name, createdAt, usedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }));
};

export const removePasskey = async (context: Context, person: PersonId, id: string, proof: Proof): Promise<void> => {
  await demandProof(context, person, proof);
  await context.store.db.transaction(async (tx) => {
    const gone = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.person, person)))
      .returning({ id: passkeys.id });
    if (gone.length === 0) throw notFound();
    await dropIdleRecoveryCodes(tx, person);
    await recordAct(tx, context, { action: "person.remove-passkey", person, object: { type: "passkey", id } });
  });
};

/** The challenge of a sign-in. It names no passkey of anybody, so it tells nothing about who has one. */
export const beginPasskeySignIn = async (context: Context, origin: string | undefined) => {
  const party = relyingParty(context, origin);
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
  const data = { challenge: options.challenge };
  const ceremony = await beginCeremony(context, { kind: "passkey-sign-in", person: null, data, lifeMs: LIFE_MS });
  return { ceremony, options };
};

type Coming = { origin: string | undefined; device: string | undefined };

/** Signs in with a passkey alone, or as the second step of the sign-in that `ticket` stands for. */
export const signInByPasskey = async (
  context: Context,
  { ceremony, ticket, credential: shown }: z.output<typeof passkeySignInSchema>,
  { origin, device }: Coming,
): Promise<string> => {
  const party = relyingParty(context, origin);
  const begun = await openCeremony(context, "passkey-sign-in", ceremony, { takes: true });
  const { db } = context.store;
  const key = (await db.select().from(passkeys).where(eq(passkeys.credential, shown.id)))[0];
  if (key === undefined) throw unknownKey();
  const { verifyAuthenticationResponse } = await library();
  const { clientDataJSON, authenticatorData, signature } = shown.response;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id: shown.id,
      rawId: shown.rawId,
      type: shown.type,
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: challengeIn(begun.data),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    credential: {
      id: key.credential,
      publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")),
      counter: key.counter,
    },
    requireUserVerification: true,
  }).catch(() => ({ verified: false, authenticationInfo: undefined }));
  if (!verified || authenticationInfo === undefined) throw unknownKey();
  return db.transaction(async (tx) => {
    if (ticket !== undefined) {
      const waiting = await openCeremony(context, "second-factor", ticket, { tx, takes: true });
      if (waiting.person !== key.person) throw unknownKey();
    }
    const used = { counter: authenticationInfo.newCounter, usedAt: context.now() };
    await tx.update(passkeys).set(used).where(eq(passkeys.id, key.id));
    return beginSession(tx, context, key.person, { device });
  });
};

const unknownKey = (): Refusal => new Refusal("unauthenticated", "This passkey does not open anything here.");
