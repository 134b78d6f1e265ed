import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Board } from "#domain/board";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import type { Role, Standing } from "#domain/words";
import { api } from "./api.ts";
import { incidentKeys } from "./incident-keys.ts";
import { useBoard, usePresence } from "./use-incident.ts";

export type PersonHere = {
  person: { id: PersonId; name: string };
  organisation: OrganisationId;
  role: Role;
  standing: Standing;
  /** Has the incident open now. */
  present: boolean;
  joinedAt: string;
  /** Given by somebody who is not vouched for yet; only those who may vouch get it. */
  email?: string;
  isOfDomain?: true;
};
type People = { items: PersonHere[] };

const PRESENCE_EVERY_MS = 15_000;

/** The newest event that changes who is here, or as what. */
const newestChange = ({ feed }: Board): string =>
  feed.findLast(({ event }) => event.kind.startsWith("participant."))?.event.id ?? "";

/** Everybody in the incident: what the server rendered at first, then anew at each change and every few seconds. */
export const usePeople = (incident: IncidentId, rendered: readonly PersonHere[]): readonly PersonHere[] => {
  const change = useBoard(incident, newestChange);
  const connected = Object.values(usePresence(incident)).reduce((sum, count) => sum + count, 0);
  const { data } = useQuery<People>({
    queryKey: [...incidentKeys.people(incident), change, connected],
    queryFn: ({ signal }) => api.get<People>(`/api/v1/incidents/${incident}/people`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: PRESENCE_EVERY_MS,
  });
  return data?.items ?? rendered;
};
