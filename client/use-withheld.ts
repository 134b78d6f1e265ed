import { useQuery } from "@tanstack/react-query";
import type { IncidentId } from "#domain/ids";
import type { WithheldCount } from "#domain/withheld";
import { api } from "./api.ts";
import { incidentKeys } from "./incident-keys.ts";

/** It changes at the incident's cadence and at no other time. */
const EVERY_MS = 300_000;
const NONE: readonly WithheldCount[] = [];

/** How many organisations of each sector are counted in without being shown; empty until it is known. */
export const useWithheld = (incident: IncidentId): readonly WithheldCount[] => {
  const { data } = useQuery({
    queryKey: incidentKeys.withheld(incident),
    queryFn: ({ signal }) =>
      api.get<{ sectors: WithheldCount[] }>(`/api/v1/incidents/${incident}/withheld`, { signal }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  });
  return data?.sectors ?? NONE;
};
