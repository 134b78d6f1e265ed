import { timingSafeEqual } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { memberships, organisations, people } from "#db/schema/tables";
import * as f from "#domain/fields";
import { normalEmail } from "#domain/normal-email";
import { notFound } from "#domain/refusal";
import type { Context } from "#server/context";
import { recordAct } from "./account-acts.ts";
import { claimFact, isSetUp } from "./installation.ts";
import { hashPassword, passwordField } from "./password.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { startSession } from "./session.ts";

export const setUpSchema = z.strictObject({
  token: z.string().check(z.maxLength(200)),
  organisation: z.strictObject({ name: f.name, code: f.code, sector: f.sectorKey }),
  person: z.strictObject({
    name: f.name,
    email: f.email,
    password: z.optional(passwordField),
  }),
});

/** The set-up token of this process: from the environment, or random and printed once. */
export const setUpToken = (fromEnv: string | undefined): string => fromEnv ?? newSecret();

const matches = (given: string, wanted: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(wanted)));

/**
 * Makes the first organisation and the person who administers the installation; returns the session's secret.
 * Works once: afterwards, and with a wrong token, there is nothing here.
 */
export const setUp = async (
  context: Context,
  wanted: string,
  input: z.output<typeof setUpSchema>,
  device?: string,
): Promise<string> => {
  const { db } = context.store;
  if (!matches(input.token, wanted) || (await isSetUp(db))) throw notFound();
  const passwordHash = input.person.password === undefined ? null : await hashPassword(input.person.password);
  const [person, organisation] = [uuidv7(), uuidv7()];
  const now = context.now();
  return db.transaction(async (tx) => {
    if (!(await claimFact(tx, "set-up", now.toISOString()))) throw notFound();
    await tx.insert(organisations).values({ id: organisation, ...input.organisation });
    const { name, email } = input.person;
    await tx.insert(people).values({ id: person, name, email: normalEmail(email), passwordHash, platformAdmin: true });
    await tx.insert(memberships).values({ person, organisation, role: "admin" });
    const secret = await startSession(tx, person, now, { device });
    const object = { type: "organisation", id: organisation };
    await recordAct(tx, context, { action: "installation.set-up", person, object, actorOrganisation: organisation });
    return secret;
  });
};
