import * as z from "zod/mini";
import * as f from "#domain/fields";
import {
  acceptInvitation,
  describeInvitation,
  invitationSchema,
  invite,
  inviteByMail,
  joinRequestSchema,
} from "#server/access/invitations";
import { listInvitations, revokeInvitation } from "#server/access/open-invitations";
import { sessionCookie } from "#server/access/session";
import { type Route, route } from "./route.ts";

const param = (params: Readonly<Record<string, string>>, name: string): string => params[name] ?? "";

export const invitationRoutes: Route[] = [
  route({
    method: "POST",
    path: "/incidents/{id}/invitations",
    summary:
      "Make an invitation: link, token and spoken code, each shown once. With an address it is mailed there, for it alone.",
    body: z.extend(invitationSchema, { email: z.optional(f.email) }),
    status: 201,
    handle: async ({ context, person, params, body: { email, ...wish } }) => {
      const id = param(params, "id");
      return {
        body: await (email === undefined
          ? invite(context, person, id, wish)
          : inviteByMail(context, person, id, { ...wish, email })),
      };
    },
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/invitations",
    summary: "The invitations I may manage.",
    handle: async ({ context, person, params }) => {
      const items = await listInvitations(context, person, param(params, "id"));
      return { body: { items, cursor: null, more: false } };
    },
  }),
  route({
    method: "DELETE",
    path: "/incidents/{id}/invitations/{invitationId}",
    summary: "Revoke an invitation.",
    handle: async ({ context, person, params }) => {
      await revokeInvitation(context, person, param(params, "id"), param(params, "invitationId"));
      return { body: { ok: true } };
    },
  }),
  route({
    method: "GET",
    path: "/join/{token}",
    summary: "What an invitation is, as whom and by whom. Takes a link's token or a spoken code.",
    auth: "none",
    handle: async ({ context, address, params }) => ({
      body: await describeInvitation(context, address, param(params, "token")),
    }),
  }),
  route({
    method: "POST",
    path: "/join/{token}",
    summary: "Come in. Provisional until somebody vouches.",
    auth: "none",
    body: joinRequestSchema,
    status: 201,
    handle: async ({ context, session, address, params, body, headers }) => {
      const joining = { ...body, signedIn: session?.person ?? null, address, device: headers["user-agent"] };
      const { secret, ...joined } = await acceptInvitation(context, param(params, "token"), joining);
      return {
        body: joined,
        ...(secret === null ? {} : { headers: { "set-cookie": sessionCookie(context.env.baseUrl, secret) } }),
      };
    },
  }),
];
