import * as z from "zod/mini";
import { endAuditor, makeAuditor } from "#server/access/auditors";
import { organisationSettingsSchema, readOrganisationSettings, setOrganisation } from "#server/access/directory";
import { evenTime } from "#server/access/even-time";
import { acceptWelcome, describeWelcome, signUp, signUpSchema, welcomeSchema } from "#server/access/member-joining";
import {
  inviteMember,
  listMemberInvitations,
  listMembers,
  memberInvitationSchema,
  memberRoleSchema,
  removeMember,
  revokeMemberInvitation,
  setMemberRole,
} from "#server/access/members";
import { ownSession } from "#server/access/session";
import {
  reactivateOrganisation,
  reactivatePerson,
  readInstallationLists,
  suspendOrganisation,
  suspendPerson,
} from "#server/access/suspension";
import { type Route, route } from "./route.ts";

/** Longer than hashing a password and making an account takes. */
const EVEN_MS = 250;
const nothing = z.strictObject({});
const done = { body: { ok: true } };
const param = (params: Readonly<Record<string, string>>, name: string): string => params[name] ?? "";

/** Members of an organisation, the way in for new ones, and who is shut out of the installation. */
export const memberRoutes: Route[] = [
  route({
    method: "GET",
    path: "/organisations/{id}/members",
    summary: "The members of an organisation I administer.",
    handle: async ({ context, person, params }) => ({
      body: { items: await listMembers(context, person, param(params, "id")), cursor: null, more: false },
    }),
  }),
  route({
    method: "GET",
    path: "/organisations/{id}/member-invitations",
    summary: "Invitations to be a member that nobody has taken yet, without their links.",
    handle: async ({ context, person, params }) => ({
      body: { items: await listMemberInvitations(context, person, param(params, "id")), cursor: null, more: false },
    }),
  }),
  route({
    method: "POST",
    path: "/organisations/{id}/member-invitations",
    summary: "Invite a member: a link, shown once, bound to one address and one role.",
    body: memberInvitationSchema,
    status: 201,
    handle: async ({ context, person, origin, params, body }) => ({
      body: await inviteMember(context, { person, origin }, param(params, "id"), body),
    }),
  }),
  route({
    method: "DELETE",
    path: "/organisations/{id}/member-invitations/{invitationId}",
    summary: "Revoke an invitation to be a member.",
    handle: async ({ context, person, origin, params }) => {
      await revokeMemberInvitation(context, { person, origin }, param(params, "id"), param(params, "invitationId"));
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/organisations/{id}/members/{person}/role",
    summary: "Make a member an administrator, an auditor, or a member again. Not myself.",
    body: memberRoleSchema,
    handle: async ({ context, person, origin, params, body }) => {
      const whom = { person: param(params, "person"), role: body.role };
      await setMemberRole(context, { person, origin }, param(params, "id"), whom);
      return done;
    },
  }),
  route({
    method: "DELETE",
    path: "/organisations/{id}/members/{person}",
    summary:
      "End a membership, and the person's part in the incidents of the organisation. Not myself, nobody who commands.",
    handle: async ({ context, person, origin, params }) => {
      await removeMember(context, { person, origin }, param(params, "id"), param(params, "person"));
      return done;
    },
  }),
  route({
    method: "GET",
    path: "/organisations/{id}/settings",
    summary: "Time zone and mail domains of an organisation I administer.",
    handle: async ({ context, person, params }) => ({
      body: await readOrganisationSettings(context, person, param(params, "id")),
    }),
  }),
  route({
    method: "POST",
    path: "/organisations/{id}/settings",
    summary: "Set time zone and mail domains. A proven mailbox in one of the domains vouches for its owner.",
    body: organisationSettingsSchema,
    handle: async ({ context, person, origin, params, body }) => {
      await setOrganisation(context, { person, origin }, param(params, "id"), body);
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/welcome",
    summary: "What an invitation to be a member is. The token stands behind the # of its link.",
    auth: "none",
    body: welcomeSchema,
    handle: async ({ context, address, body }) => ({ body: await describeWelcome(context, body.token, address) }),
  }),
  route({
    method: "POST",
    path: "/welcome/account",
    summary: "Make the account an invitation is for. The answer is the same when the address has one already.",
    auth: "none",
    body: signUpSchema,
    status: 201,
    handle: async ({ context, address, origin, body }) => {
      await evenTime(EVEN_MS, signUp(context, body, { address, origin }));
      return done;
    },
  }),
  route({
    method: "POST",
    path: "/welcome/accept",
    summary: "Accept an invitation as the one I am signed in as.",
    body: welcomeSchema,
    handle: async ({ context, person, session, address, origin, body }) => {
      ownSession(session);
      await acceptWelcome(context, person, body.token, { address, origin });
      return done;
    },
  }),
  route({
    method: "GET",
    path: "/installation/directory",
    summary: "Organisations and people of the installation, and how many incidents there are. Administrators only.",
    handle: async ({ context, person }) => ({ body: await readInstallationLists(context, person) }),
  }),
  ...(
    [
      ["people", "suspend", suspendPerson, "Suspend a person: every session ends, every door is shut."],
      ["people", "reactivate", reactivatePerson, "Let a suspended person in again."],
      [
        "people",
        "make-auditor",
        makeAuditor,
        "Let a person read the installation's audit. Not myself, and no administrator.",
      ],
      ["people", "end-auditor", endAuditor, "Take that back. The person signs in again."],
      ["organisations", "suspend", suspendOrganisation, "Suspend an organisation, and everybody who belongs to it."],
      ["organisations", "reactivate", reactivateOrganisation, "Let a suspended organisation in again."],
    ] as const
  ).map(([what, verb, change, summary]) =>
    route({
      method: "POST",
      path: `/installation/${what}/{id}/${verb}`,
      summary,
      body: nothing,
      handle: async ({ context, person, session, origin, params }) => {
        ownSession(session);
        await change(context, { person, origin }, param(params, "id"));
        return done;
      },
    }),
  ),
];
