import { describe, expect, test } from "vitest";
import type { IncidentState } from "#domain/board";
import { event, isoMinute, minute, post } from "../testing-board.ts";
import { delayWords, momentOf } from "./moment-of.ts";

const real: Pick<IncidentState, "clock"> = { clock: null };
const words = (asOf: string, asOfPrecision: "minute" | "hour" | "day", zone?: string) =>
  momentOf({ event: post("dal", 5, { asOf, asOfPrecision }) }, real, minute(30), zone);

describe("when an update is true", () => {
  test("to the minute, with its age", () => {
    expect(words(isoMinute(5), "minute")).toMatchObject({ words: "08:05Z", ago: "25 min ago" });
  });

  test("about, when the source says about", () => {
    expect(words(isoMinute(5), "hour")).toMatchObject({ words: "about 08:05Z", ago: null });
  });

  test("a day without a time has no invented minute, and is the day where the organisation is", () => {
    expect(words("2026-03-02T01:00:00.000Z", "day", "America/New_York")).toEqual({
      words: "1 Mar, time not known",
      ago: null,
      iso: "2026-03-02",
    });
  });

  test("what lies ahead is not ago", () => {
    expect(words(isoMinute(60), "minute").ago).toBeNull();
  });
});

test("in a drill other events stand at the drill's time, also those from before its clock was last set", () => {
  const clock = { at: "2024-07-19T09:00:00.000Z", since: isoMinute(10), speed: 60, paused: false };
  const at = (minutes: number) =>
    momentOf({ event: event("update.renewed", minutes, { organisation: "dal" }) }, { clock }, 0, undefined).iso;
  expect(at(10)).toBe("2024-07-19T09:00:00.000Z");
  expect(at(11)).toBe("2024-07-19T10:00:00.000Z");
  expect(at(9)).toBe("2024-07-19T08:00:00.000Z");
});

test.each([
  [undefined, null],
  [isoMinute(10), null],
  [isoMinute(9.5), "written 08:09Z, sent 08:10Z"],
  [isoMinute(0), "written 08:00Z, sent 08:10Z"],
])("written at %s and sent at minute 10: %s", (writtenAt, said) => {
  const written = writtenAt === undefined ? {} : { writtenAt };
  expect(delayWords({ ...written, at: isoMinute(10.5) }, real)).toBe(said);
});

test("in a drill both times are the drill's", () => {
  const clock = { at: "2024-07-19T09:00:00.000Z", since: isoMinute(10), speed: 1, paused: false };
  expect(delayWords({ writtenAt: isoMinute(11), at: isoMinute(14) }, { clock })).toBe("written 09:01Z, sent 09:04Z");
});
