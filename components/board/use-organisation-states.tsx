"use client";

import { useMemo } from "react";
import type { Board, IncidentState, Row } from "#domain/board";
import type { Hears } from "#domain/silence";
import { HEARS_ALL } from "#domain/silence-words";
import { isCounted } from "#domain/totals";
import { byTrouble, type OrganisationState, organisationState } from "./organisation-state.tsx";

type Known = { incident: IncidentState; step: number; hears: Hears; state: OrganisationState };

/** A row is a new object when its organisation said something, and the same one otherwise. */
const known = new WeakMap<Row, Known>();

const stateOf = (incident: IncidentState, row: Row, step: number, hears: Hears): OrganisationState => {
  const before = known.get(row);
  if (before?.incident === incident && before.step === step && before.hears === hears) return before.state;
  const state = organisationState(incident, row, step, hears);
  known.set(row, { incident, step, hears, state });
  return state;
};

/** In a drill a second may be many minutes; otherwise ages need not be told more often than this. */
const STEP_MS = 5_000;

/**
 * Every organisation that counts, worst first. A state stays the same object while its organisation said nothing
 * and the clock made no step, so that of 300 organisations one change costs one.
 */
export const useOrganisationStates = (
  { incident, organisations }: Board,
  now: number,
  hears = HEARS_ALL,
): OrganisationState[] => {
  const isFast = (incident.clock?.speed ?? 1) > 1;
  const step = isFast ? now : Math.floor(now / STEP_MS) * STEP_MS;
  return useMemo(
    () =>
      Object.values(organisations)
        .map((row) => stateOf(incident, row, step, hears))
        .filter(isCounted)
        .sort(byTrouble),
    [incident, organisations, step, hears],
  );
};
