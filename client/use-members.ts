import type { MemberRole } from "#domain/words";
import { api } from "./api.ts";
import { useRemote } from "./use-remote.ts";

export type MemberItem = {
  person: { id: string; name: string; email: string };
  role: MemberRole;
  suspended: boolean;
};
export type MemberInvitationItem = { id: string; email: string; role: MemberRole; expiresAt: string };
/** The link is shown once. */
export type MemberLink = { id: string; url: string };

/** The members of an organisation and those who are invited. */
export const useMembers = (organisation: string) => {
  const path = `/api/v1/organisations/${organisation}`;
  const members = useRemote<{ items: MemberItem[] }>(`${path}/members`);
  const invited = useRemote<{ items: MemberInvitationItem[] }>(`${path}/member-invitations`);
  const changing = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    await Promise.all([members.readAnew(), invited.readAnew()]);
    return answer;
  };
  return {
    members: members.data?.items ?? null,
    invited: invited.data?.items ?? null,
    invite: (wish: { email: string; role: MemberRole }) =>
      changing(api.post<MemberLink>(`${path}/member-invitations`, wish)),
    revoke: (id: string) => changing(api.remove(`${path}/member-invitations/${id}`)),
    setRole: ({ person, role }: { person: string; role: MemberRole }) =>
      changing(api.post(`${path}/members/${person}/role`, { role })),
    remove: (person: string) => changing(api.remove(`${path}/members/${person}`)),
  };
};
