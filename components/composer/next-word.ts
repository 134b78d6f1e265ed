import { zuluTime } from "#domain/time-words";

const MINUTES = [15, 30, 60, 120, 240, 480, 720, 1440] as const;

const spanOf = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : minutes < 1440 ? `${minutes / 60} h` : "1 day";

/** When the next word can be promised: as usual, or after some time. `now` is the incident's time. */
export const nextWordOptions = (now: number, cadenceMin: number | null): { value: string; label: string }[] => [
  {
    value: "",
    label: cadenceMin === null ? "as usual" : `${zuluTime(now + cadenceMin * 60_000)}, ${spanOf(cadenceMin)}`,
  },
  ...MINUTES.filter((minutes) => minutes !== cadenceMin).map((minutes) => ({
    value: String(minutes),
    label: `${zuluTime(now + minutes * 60_000)}, ${spanOf(minutes)}`,
  })),
];
