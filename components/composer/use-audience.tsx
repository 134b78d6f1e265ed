"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "#client/api";
import { incidentKeys } from "#client/incident-keys";
import { audienceOf, type Draft } from "./draft.ts";

export type Readers = { people: number; organisations: number; names: { name: string; organisation: string }[] };

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
export const useAudience = (incident: string, organisation: string, draft: Draft): Readers | null => {
  const lists = Object.entries(audienceOf(draft) ?? {}).map(([name, ids]) => [name, (ids ?? []).join(",")]);
  const query = new URLSearchParams([["organisation", organisation], ["marking", draft.marking], ...lists]);
  const asked = useSettledValue(query.toString());
  const { data } = useQuery({
    queryKey: incidentKeys.audience(incident, { asked }),
    queryFn: ({ signal }) => api.get<Readers>(`/api/v1/incidents/${incident}/audience?${asked}`, { signal }),
  });
  return data ?? null;
};
