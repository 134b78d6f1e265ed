/** A moment of 19 July 2024 and after that a drill's commander can jump to; taken from the public record. */
export type DrillMoment = { at: string; name: string };

export const DRILL_MOMENTS: readonly DrillMoment[] = [
  { at: "2024-07-19T04:09:00.000Z", name: "The faulty update goes out" },
  { at: "2024-07-19T05:27:00.000Z", name: "The update is taken back" },
  { at: "2024-07-19T07:20:00.000Z", name: "Europe: airlines and hospitals stop" },
  { at: "2024-07-19T09:10:00.000Z", name: "Governments convene" },
  { at: "2024-07-19T12:05:00.000Z", name: "America: clinics and offices close" },
  { at: "2024-07-19T19:00:00.000Z", name: "The first are flying again" },
  { at: "2024-07-20T22:00:00.000Z", name: "A repair tool appears" },
  { at: "2024-07-22T12:00:00.000Z", name: "Monday" },
  { at: "2024-07-24T06:00:00.000Z", name: "The first account of the cause" },
];

/** The moments that are still to come at the drill's time `now` (milliseconds). */
export const momentsAfter = (now: number): DrillMoment[] => DRILL_MOMENTS.filter(({ at }) => Date.parse(at) > now);
