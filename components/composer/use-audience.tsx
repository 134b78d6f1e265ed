"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "#client/api";
import { incidentKeys } from "#client/incident-keys";
import type { Marking } from "#domain/words";

type Audience = { people: number; organisations: number; names: { name: string; organisation: string }[] };

const SETTLES_AFTER_MS = 300;

const useSettledValue = <T,>(value: T): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
};

/** Who will see an update before it is sent; null until the server has said so. */
export const useAudience = (incident: string, organisation: string, marking: Marking): Audience | null => {
  const asked = useSettledValue(`${organisation} ${marking}`);
  const [askedOrganisation = organisation, askedMarking = marking] = asked.split(" ");
  const { data } = useQuery({
    queryKey: incidentKeys.audience(incident, { organisation: askedOrganisation, marking: askedMarking }),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ organisation: askedOrganisation, marking: askedMarking });
      return api.get<Audience>(`/api/v1/incidents/${incident}/audience?${query.toString()}`, { signal });
    },
  });
  return data ?? null;
};
