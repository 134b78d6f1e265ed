import * as z from "zod/mini";
import { changePassword, nameSchema, passwordSchema, renameSelf } from "#server/access/own-account";
import { endOtherSessions, endOwnSession, listSessions } from "#server/access/own-sessions";
import {
  beginPasskey,
  beginPasskeySignIn,
  enrolPasskey,
  listPasskeys,
  passkeyEnrolSchema,
  passkeySignInSchema,
  removePasskey,
  signInByPasskey,
} from "#server/access/passkeys";
import { proofSchema } from "#server/access/proof";
import {
  beginTotp,
  confirmTotp,
  readFactors,
  removeTotp,
  renewRecoveryCodes,
  totpCodeSchema,
} from "#server/access/second-factor";
import { ownSession, sessionCookie, sessionEnds } from "#server/access/session";
import { secondFactorSchema, signInByCode } from "#server/access/sign-in";
import { type Route, route } from "./route.ts";

const nothing = z.strictObject({});
const done = { body: { ok: true } };

/** How I sign in, and where I am signed in. A token reaches none of what changes it. */
export const identityRoutes: Route[] = [
  route({
    method: "GET",
    path: "/session",
    summary: "When this session ends: by itself, and when it stays unused. Asking does not prolong it.",
    auth: "none",
    passive: true,
    handle: async ({ context, headers }) => ({ body: { ends: await sessionEnds(context, headers.cookie) } }),
  }),
  route({
    method: "POST",
    path: "/session/renew",
    summary: "I am still here: the session counts as used.",
    body: nothing,
    handle: async ({ context, headers }) => ({ body: { ends: await sessionEnds(context, headers.cookie) } }),
  }),
  route({
    method: "POST",
    path: "/session/second-factor",
    summary: "The second step of a sign-in: a code of the app, or a recovery code.",
    auth: "none",
    body: secondFactorSchema,
    handle: async ({ context, body, headers }) => {
      const secret = await signInByCode(context, headers["user-agent"], body);
      return { ...done, headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "POST",
    path: "/session/passkey/challenge",
    summary: "Begin to sign in with a passkey.",
    auth: "none",
    body: nothing,
    handle: async ({ context, headers }) => ({ body: await beginPasskeySignIn(context, headers.origin) }),
  }),
  route({
    method: "POST",
    path: "/session/passkey",
    summary: "Sign in with a passkey; with a ticket it is the second step after a password.",
    auth: "none",
    body: passkeySignInSchema,
    handle: async ({ context, body, headers }) => {
      const coming = { origin: headers.origin, device: headers["user-agent"] };
      const secret = await signInByPasskey(context, body, coming);
      return { ...done, headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "GET",
    path: "/me/sessions",
    summary: "Where I am signed in.",
    handle: async ({ context, person, session }) => {
      const here = session?.key.startsWith("session:") ? ownSession(session) : null;
      return { body: { items: await listSessions(context, person, here), cursor: null, more: false } };
    },
  }),
  route({
    method: "DELETE",
    path: "/me/sessions/{id}",
    summary: "End one of my sessions. Its live connections end at once.",
    handle: async ({ context, person, session, params }) => {
      ownSession(session);
      await endOwnSession(context, person, params["id"] ?? "");
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/me/sessions/end-others",
    summary: "Sign out everywhere but here.",
    body: nothing,
    handle: async ({ context, person, session }) => ({
      body: { ended: await endOtherSessions(context, person, ownSession(session)) },
    }),
  }),
  route({
    method: "POST",
    path: "/me/name",
    summary: "Change my name. Incidents keep the name I came in with.",
    body: nameSchema,
    handle: async ({ context, person, session, body }) => {
      ownSession(session);
      await renameSelf(context, person, body.name);
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/me/password",
    summary: "Set a new password. All other sessions end; this one gets a new secret.",
    body: passwordSchema,
    handle: async ({ context, person, session, body }) => {
      const secret = await changePassword(context, person, ownSession(session), body);
      return { ...done, headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } };
    },
  }),
  route({
    method: "GET",
    path: "/me/factors",
    summary: "My authenticator app, passkeys, and how many recovery codes are left.",
    handle: async ({ context, person }) => ({
      body: { ...(await readFactors(context, person)), passkeys: await listPasskeys(context, person) },
    }),
  }),
  route({
    method: "POST",
    path: "/me/totp",
    summary: "Begin with an authenticator app: a secret that counts once a code has confirmed it.",
    body: proofSchema,
    status: 201,
    handle: async ({ context, person, session, body }) => ({
      body: await beginTotp(context, person, { ...body, session: ownSession(session) }),
    }),
  }),
  route({
    method: "POST",
    path: "/me/totp/confirm",
    summary: "Confirm the authenticator app by a code. Answers the recovery codes, once.",
    body: totpCodeSchema,
    handle: async ({ context, person, session, body }) => {
      ownSession(session);
      return { body: { recoveryCodes: await confirmTotp(context, person, body.code) } };
    },
  }),
  route({
    method: "POST",
    path: "/me/totp/remove",
    summary: "Remove the authenticator app.",
    body: proofSchema,
    handle: async ({ context, person, session, body }) => {
      await removeTotp(context, person, { ...body, session: ownSession(session) });
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/me/recovery-codes",
    summary: "New recovery codes; the old ones are void.",
    body: proofSchema,
    handle: async ({ context, person, session, body }) => ({
      body: { recoveryCodes: await renewRecoveryCodes(context, person, { ...body, session: ownSession(session) }) },
    }),
  }),
  route({
    method: "POST",
    path: "/me/passkeys/challenge",
    summary: "Begin to enrol a passkey.",
    body: proofSchema,
    handle: async ({ context, person, session, body, headers }) => ({
      body: await beginPasskey(context, person, { ...body, session: ownSession(session) }, headers.origin),
    }),
  }),
  route({
    method: "POST",
    path: "/me/passkeys",
    summary: "Enrol a passkey. The first factor brings recovery codes, once.",
    body: passkeyEnrolSchema,
    status: 201,
    handle: async ({ context, person, session, body, headers }) => {
      ownSession(session);
      return { body: await enrolPasskey(context, person, body, headers.origin) };
    },
  }),
  route({
    method: "POST",
    path: "/me/passkeys/{id}/remove",
    summary: "Remove a passkey.",
    body: proofSchema,
    handle: async ({ context, person, session, params, body }) => {
      await removePasskey(context, person, params["id"] ?? "", { ...body, session: ownSession(session) });
      return done;
    },
  }),
];
