import * as z from "zod/mini";
import { evenTime } from "#server/access/even-time";
import { askMailboxCode, mailboxCodeSchema, proveMailbox } from "#server/access/mailbox";
import { askReset, resetAskSchema, resetPassword, resetSchema } from "#server/access/password-reset";
import { ownSession } from "#server/access/session";
import { type Route, route } from "./route.ts";

/** Longer than finding and writing a mail takes. */
const EVEN_MS = 100;
const done = { body: { ok: true } };

/** What needs mail: without SMTP_URL there is nothing here. */
export const mailRoutes: Route[] = [
  route({
    method: "POST",
    path: "/password-reset",
    summary: "Ask for a link that sets a new password. The answer is the same for every address.",
    auth: "none",
    body: resetAskSchema,
    handle: async ({ context, address, body }) => {
      await evenTime(EVEN_MS, askReset(context, address, body.email));
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/password-reset/finish",
    summary: "Set a new password by a mailed link. Every session ends.",
    auth: "none",
    body: resetSchema,
    handle: async ({ context, address, origin, body }) => {
      await resetPassword(context, body, { address, origin });
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/me/mailbox",
    summary: "Mail a code to my address.",
    body: z.strictObject({}),
    handle: async ({ context, person, session }) => {
      ownSession(session);
      await askMailboxCode(context, person);
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/me/mailbox/confirm",
    summary: "The mailed code: my mailbox is proven, and vouches for me where its domain is one of my organisation's.",
    body: mailboxCodeSchema,
    handle: async ({ context, person, session, body }) => {
      ownSession(session);
      await proveMailbox(context, person, body.code);
      return done;
    },
  }),
];
