import type { IncidentState } from "#domain/board";
import { incidentTime } from "#domain/clocks";

/** Incident time of a moment on the wall clock, also of one from before a drill's clock was last set. Milliseconds. */
export const incidentTimeOf = ({ clock }: Pick<IncidentState, "clock">, wallMs: number): number => {
  if (clock === null) return wallMs;
  const before = Date.parse(clock.since) - wallMs;
  return before <= 0 ? incidentTime({ clock, closedAt: null }, wallMs) : Date.parse(clock.at) - before * clock.speed;
};
