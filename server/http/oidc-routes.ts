import * as z from "zod/mini";
import { Refusal } from "#domain/refusal";
import { listIdentities, unlinkIdentity, unlinkSchema } from "#server/access/identities";
import { beginTrip, finishTrip, tripSchema } from "#server/access/oidc";
import { demandProof } from "#server/access/proof";
import { cookieIn, ownSession, sessionCookie, sessionOf } from "#server/access/session";
import { type Route, route } from "./route.ts";

const LIFE_S = 600;
const tripCookie = (baseUrl: string): string => (baseUrl.startsWith("https:") ? "__Host-muster-trip" : "muster-trip");
const cookieOf = (baseUrl: string, secret: string, seconds = LIFE_S): string =>
  `${tripCookie(baseUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${baseUrl.startsWith("https:") ? "; Secure" : ""}`;

/** Ways in by a provider of identities (OpenID Connect). */
export const oidcRoutes: Route[] = [
  route({
    method: "POST",
    path: "/session/oidc",
    summary: "Begin to sign in with a provider: the address to send the browser to.",
    auth: "none",
    body: tripSchema,
    handle: async ({ context, body }) => {
      const { url, secret } = await beginTrip(context, body, null);
      return { body: { url }, headers: { "set-cookie": cookieOf(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "GET",
    path: "/session/oidc/callback",
    summary: "Where the provider sends the browser back to. Answers a redirection.",
    auth: "none",
    passive: true,
    query: z.looseObject({}),
    status: 303,
    handle: async ({ context, headers, search }) => {
      const { baseUrl } = context.env;
      const secret = cookieIn(headers.cookie, tripCookie(baseUrl)) ?? "";
      const signedIn = (await sessionOf(context, headers.cookie))?.person ?? null;
      try {
        const { session, next } = await finishTrip(context, {
          secret,
          search,
          device: headers["user-agent"],
          signedIn,
        });
        const cookie = session === null ? cookieOf(baseUrl, "", 0) : sessionCookie(baseUrl, session);
        return { headers: { location: next, "set-cookie": cookie } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const where = error.code === "conflict" ? "/settings?provider=taken" : "/sign-in?provider=refused";
        return { headers: { location: where, "set-cookie": cookieOf(baseUrl, "", 0) } };
      }
    },
  }),
  route({
    method: "GET",
    path: "/me/identities",
    summary: "The providers of identities, and which of them are linked to me.",
    handle: async ({ context, person }) => ({
      body: { items: await listIdentities(context, person), cursor: null, more: false },
    }),
  }),
  route({
    method: "POST",
    path: "/me/identities",
    summary: "Begin to link a provider to me: the address to send the browser to.",
    body: z.extend(tripSchema, { password: z.optional(z.string().check(z.maxLength(200))) }),
    handle: async ({ context, person, session, body: { password, ...trip } }) => {
      await demandProof(context, person, { password, session: ownSession(session) });
      const { url, secret } = await beginTrip(context, trip, person);
      return { body: { url }, headers: { "set-cookie": cookieOf(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "POST",
    path: "/me/identities/remove",
    summary: "Unlink a provider, unless it is my only way in.",
    body: unlinkSchema,
    handle: async ({ context, person, session, body: { issuer, password } }) => {
      await unlinkIdentity(context, person, issuer, { password, session: ownSession(session) });
      return { body: { ok: true } };
    },
  }),
];
