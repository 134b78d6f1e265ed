import { and, eq } from "drizzle-orm";
import type { Configuration, CustomFetch } from "openid-client";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { identities, people } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { normalEmail } from "#domain/normal-email";
import { notFound, Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Issuer } from "#server/env";
import { faultWords } from "#server/fault-words";
import { sendOut } from "#server/outgoing";
import { recordAct } from "./account-acts.ts";
import { beginSession } from "./begin-session.ts";
import { beginCeremony, openCeremony } from "./ceremonies.ts";

const LIFE_MS = 10 * 60_000;
const TIMEOUT_S = 5;
export const CALLBACK = "/api/v1/session/oidc/callback";

export const tripSchema = z.strictObject({
  issuer: z.string().check(z.maxLength(2000)),
  /** Where to go afterwards: a path of this site. */
  next: z.optional(z.string().check(z.maxLength(2000), z.regex(/^\/(?![/\\])/, "is not a path of this site"))),
});

const tripData = z.object({
  issuer: z.string(),
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  next: z.string(),
});
type Trip = z.output<typeof tripData>;

/** Loaded when somebody first goes to a provider. */
const library = () => import("openid-client");

const configured = ({ env }: Context, issuer: string): Issuer => {
  const found = env.issuers.find((candidate) => candidate.issuer === issuer);
  if (found === undefined) throw notFound();
  return found;
};

/** Whatever address a provider names, its keys and tokens are asked for by the one way out. */
const wayOut =
  ({ env }: Context): CustomFetch =>
  (url, { method, headers, body, signal }) => {
    const text = body === null || body === undefined ? {} : { body: String(body) };
    return sendOut(env.privateHosts, { url, method, headers, ...text, signal });
  };

/** Asked anew each time: a provider may change its keys, and a trip to it is rare. Plain http only where the start allowed it. */
const discover = async (context: Context, { issuer, clientId, clientSecret }: Issuer): Promise<Configuration> => {
  const oidc = await library();
  const execute = issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [];
  const options = { execute, timeout: TIMEOUT_S, [oidc.customFetch]: wayOut(context) };
  return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, options);
};

const away = (): Refusal =>
  new Refusal("unavailable", "This provider does not answer now; try again or sign in another way.");

/** Where to send the browser, and the secret that its cookie keeps until it is back. `person`: links to who is signed in. */
export const beginTrip = async (
  context: Context,
  { issuer, next = "/" }: z.output<typeof tripSchema>,
  person: PersonId | null,
): Promise<{ url: string; secret: string }> => {
  const config = await discover(context, configured(context, issuer)).catch((error: unknown) => {
    if (error instanceof Refusal) throw error;
    context.log.warn({ issuer, error: faultWords(error) }, "the provider of identities cannot be reached");
    throw away();
  });
  const oidc = await library();
  const trip: Trip = {
    issuer,
    next,
    verifier: oidc.randomPKCECodeVerifier(),
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${context.env.baseUrl}${CALLBACK}`,
    scope: "openid email profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: "S256",
    state: trip.state,
    nonce: trip.nonce,
  });
  return { url: url.href, secret: await beginCeremony(context, { kind: "oidc", person, data: trip, lifeMs: LIFE_MS }) };
};

/** Who the provider says has come. An address counts only when the provider has verified it. */
type Arrival = { issuer: string; subject: string; name: string; email: string | null };

const userInfo = z.object({
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  email_verified: z.optional(z.boolean()),
});

const arrivalOf = async (context: Context, trip: Trip, search: string): Promise<Arrival> => {
  const issuer = configured(context, trip.issuer);
  const config = await discover(context, issuer);
  const oidc = await library();
  const tokens = await oidc.authorizationCodeGrant(config, new URL(`${context.env.baseUrl}${CALLBACK}${search}`), {
    pkceCodeVerifier: trip.verifier,
    expectedState: trip.state,
    expectedNonce: trip.nonce,
    idTokenExpected: true,
  });
  const subject = tokens.claims()?.sub;
  if (subject === undefined) throw new Error("The provider named nobody.");
  const info = z.parse(userInfo, await oidc.fetchUserInfo(config, tokens.access_token, subject));
  const email = info.email !== undefined && info.email_verified === true ? normalEmail(info.email) : null;
  const name = f.name.safeParse(info.name?.trim());
  return {
    issuer: config.serverMetadata().issuer,
    subject,
    name: name.success ? name.data : "New person",
    email: email !== null && f.email.safeParse(email).success ? email : null,
  };
};

type Coming = { secret: string; search: string; device: string | undefined; signedIn: PersonId | null };
export type Arrived = { session: string | null; next: string };

/** The browser is back from the provider. Throws a refusal when anything does not fit. */
export const finishTrip = async (context: Context, { secret, search, device, signedIn }: Coming): Promise<Arrived> => {
  const begun = await openCeremony(context, "oidc", secret, { takes: true });
  const trip = z.parse(tripData, begun.data);
  const arrival = await arrivalOf(context, trip, search).catch((error: unknown) => {
    context.log.warn({ issuer: trip.issuer, error: faultWords(error) }, "a sign-in by a provider was not taken");
    throw new Refusal("unauthenticated", "The provider's answer was not taken.");
  });
  if (begun.person === null) return { session: await signInAs(context, arrival, device), next: trip.next };
  // Whoever began to link must still be the one who is signed in here.
  if (begun.person !== signedIn) throw new Refusal("unauthenticated", "Sign in first.");
  await link(context, begun.person, arrival);
  return { session: null, next: trip.next };
};

const mine = ({ issuer, subject }: Arrival) => and(eq(identities.issuer, issuer), eq(identities.subject, subject));

/** Keyed by issuer and subject, never by address: who comes for the first time is a new person, without any right. */
const signInAs = (context: Context, arrival: Arrival, device: string | undefined): Promise<string> =>
  context.store.db.transaction(async (tx) => {
    const now = context.now();
    const { issuer, subject, name, email } = arrival;
    const known = await tx
      .update(identities)
      .set({ usedAt: now, email })
      .where(mine(arrival))
      .returning({ person: identities.person });
    if (known[0] !== undefined) return beginSession(tx, context, known[0].person, { device });
    const person = uuidv7();
    await tx.insert(people).values({ id: person, name, email: email ?? "" });
    const row = { issuer, subject, person, email, createdAt: now, usedAt: now };
    const made = await tx.insert(identities).values(row).onConflictDoNothing().returning();
    // Two trips of one newcomer at once: the other one made the person.
    if (made.length === 0) throw new Refusal("unavailable", "Try again.");
    return beginSession(tx, context, person, { device });
  });

const link = async (context: Context, person: PersonId, { issuer, subject, email }: Arrival): Promise<void> => {
  const row = { issuer, subject, person, email, createdAt: context.now(), usedAt: null };
  await context.store.db.transaction(async (tx) => {
    const made = await tx.insert(identities).values(row).onConflictDoNothing().returning();
    if (made.length === 0) throw new Refusal("conflict", "This identity belongs to somebody here already.");
    await recordAct(tx, context, { action: "person.link-identity", person });
  });
};
