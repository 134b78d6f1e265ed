import { useQuery, useQueryClient } from "@tanstack/react-query";

import type { IncidentId, OrganisationId } from "#domain/ids";
import type { Part, Role } from "#domain/words";
import { api } from "./api.ts";
import { incidentKeys } from "./incident-keys.ts";
import { newId } from "./new-id.ts";

/** Shown once: the server keeps only what proves them. */
export type MadeInvitation = { id: string; url: string; token: string; code: string };
export type InvitationWish = { organisation: OrganisationId; role: Role; maxUses?: number };
/** Nobody but the mailbox gets the link. */
export type MailedInvitation = { id: string; mailedTo: string };
export type OpenInvitation = {
  id: string;
  organisation: OrganisationId;
  role: Role;
  /** Where it was mailed to; null for a link. */
  email: string | null;
  expiresAt: string;
  maxUses: number;
  uses: number;
};
export type KnownOrganisation = { id: OrganisationId; name: string; code: string; sector: string };
export type NewOrganisation = { name: string; code: string; sector: string };

/** Nobody is told when a link was used; a used one goes from the list so soon. */
const LOOKED_FOR_EVERY_MS = 15_000;

const root = (incident: IncidentId): string => `/api/v1/incidents/${incident}`;

/** The invitations the viewer may manage, and what can be done with them. */
export const useInvitations = (incident: IncidentId) => {
  const client = useQueryClient();
  const key = incidentKeys.invitations(incident);
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<{ items: OpenInvitation[] }>(`${root(incident)}/invitations`, { signal }),
    refetchInterval: LOOKED_FOR_EVERY_MS,
  });
  const readAnew = () => client.invalidateQueries({ queryKey: key });
  return {
    invitations: data?.items ?? [],
    invite: async (wish: InvitationWish): Promise<MadeInvitation> => {
      const made = await api.post<MadeInvitation>(`${root(incident)}/invitations`, wish);
      await readAnew();
      return made;
    },
    mail: async (wish: InvitationWish & { email: string }): Promise<MailedInvitation> => {
      const mailed = await api.post<MailedInvitation>(`${root(incident)}/invitations`, wish);
      await readAnew();
      return mailed;
    },
    revoke: async (id: string): Promise<void> => {
      await api.remove(`${root(incident)}/invitations/${id}`);
      await readAnew();
    },
  };
};

/** The directory of the installation, for those who may read it; empty otherwise. */
export const useDirectory = (isWanted: boolean): readonly KnownOrganisation[] => {
  const { data } = useQuery({
    queryKey: ["organisations"],
    queryFn: ({ signal }) => api.get<{ items: KnownOrganisation[] }>("/api/v1/organisations", { signal }),
    enabled: isWanted,
  });
  return data?.items ?? [];
};

/** Adds an organisation to the directory. */
export const addOrganisation = (organisation: NewOrganisation): Promise<KnownOrganisation> =>
  api.post("/api/v1/organisations", organisation);

/** Brings an organisation into the incident; answers when it is in, because an invitation follows. */
export const enterOrganisation = (incident: IncidentId, organisation: OrganisationId, part: Part): Promise<unknown> =>
  api.post(`${root(incident)}/commands`, { id: newId(), kind: "organisation.enter", organisation, part });
