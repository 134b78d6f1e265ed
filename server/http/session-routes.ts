import * as z from "zod/mini";
import * as f from "#domain/fields";
import { notFound } from "#domain/refusal";
import { SEATS } from "#domain/words";
import { loadMe } from "#server/access/me";
import { endedCookie, endSession, sessionCookie } from "#server/access/session";
import { setUp, setUpSchema } from "#server/access/set-up";
import { signIn, signInSchema } from "#server/access/sign-in";
import { listTokens, makeToken, revokeToken, tokenSchema } from "#server/access/tokens";
import { takeSeat } from "#server/drill/seats";
import { seatsAreOpen } from "#server/reads/read-installation";
import { type Route, route } from "./route.ts";

const seatSchema = z.strictObject({ seat: z.enum(SEATS), organisation: z.optional(f.id) });

/** Getting in and out: set-up, seats of the drill, sessions and API tokens. */
export const sessionRoutes = (setUpToken: string): Route[] => [
  route({
    method: "POST",
    path: "/setup",
    summary: "Make the first organisation and the person who administers the installation. Works once.",
    auth: "none",
    body: setUpSchema,
    status: 201,
    handle: async ({ context, body, address, headers }) => {
      context.limits.count("tokenGuess", address);
      const secret = await setUp(context, setUpToken, body, headers["user-agent"]);
      return { body: { ok: true }, headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "POST",
    path: "/drill/seats",
    summary: "Take a seat in the running drill, without an account. Only before set-up and only on this machine.",
    auth: "none",
    body: seatSchema,
    status: 201,
    handle: async ({ context, body, headers }) => {
      if (!(await seatsAreOpen(headers.host))) throw notFound();
      const { secret, ...seat } = await takeSeat(context, body);
      return { body: seat, headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "POST",
    path: "/session",
    summary: "Sign in with e-mail address and password. Where a second step is due, answers a ticket and no session.",
    auth: "none",
    body: signInSchema,
    handle: async ({ context, body, address, headers }) => {
      const signedIn = await signIn(context, { address, device: headers["user-agent"] }, body);
      if ("ticket" in signedIn) return { body: { ok: false, next: "second-factor", ...signedIn } };
      return { body: { ok: true }, headers: { "set-cookie": sessionCookie(context.env.baseUrl, signedIn.secret) } };
    },
  }),
  route({
    method: "DELETE",
    path: "/session",
    summary: "Sign out. The session's live connections end at once.",
    handle: async ({ context, session }) => {
      if (session?.key.startsWith("session:")) {
        await endSession(context, session);
        context.live.endSession(session.key);
      }
      const headers = { "set-cookie": endedCookie(context.env.baseUrl), "clear-site-data": '"cache"' };
      return { body: { ok: true }, headers };
    },
  }),
  route({
    method: "GET",
    path: "/me",
    summary: "Who I am and which organisations I belong to.",
    handle: async ({ context, person }) => {
      const me = await loadMe(context.store.db, person);
      if (me === null) throw notFound();
      return { body: me };
    },
  }),
  route({
    method: "POST",
    path: "/me/tokens",
    summary: "Make an API token. It is shown once and acts as me, nothing more.",
    body: tokenSchema,
    status: 201,
    handle: async ({ context, person, body }) => ({ body: await makeToken(context, person, body) }),
  }),
  route({
    method: "GET",
    path: "/me/tokens",
    summary: "My API tokens, without their secrets.",
    handle: async ({ context, person }) => {
      return { body: { items: await listTokens(context, person), cursor: null, more: false } };
    },
  }),
  route({
    method: "DELETE",
    path: "/me/tokens/{id}",
    summary: "Revoke one of my API tokens. Its live connections end at once.",
    handle: async ({ context, person, params }) => {
      await revokeToken(context, person, params["id"] ?? "");
      return { body: { ok: true } };
    },
  }),
];
