import { describe, expect, test } from "vitest";
import { commandSchema } from "#domain/command";
import { SECTORS } from "#domain/sectors";
import {
  isMilestone,
  SCENARIO,
  SCENARIO_BEGINS,
  SCENARIO_OPENS,
  SCENARIO_SPEED,
  type ScenarioEvent,
  updateOf,
} from "./scenario.ts";

const INCIDENT = "018f3c5e-7b1a-7000-8000-000000000001";
const ORGANISATION = "018f3c5e-7b1a-7000-8000-000000000002";
const { events, organisations, sources } = SCENARIO;

const count = <T>(items: readonly T[], of: (item: T) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
};
const byKey = (key: string): ScenarioEvent => {
  const found = events.find((event) => event.key === key);
  if (found === undefined) throw new Error(`no event ${key}`);
  return found;
};
const dateIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date(at));
const zones = new Map(organisations.map(({ key, timeZone }) => [key, timeZone]));
const zoneOf = (event: ScenarioEvent): string => zones.get(event.organisation) ?? "";

describe("nothing is lost of the public reports", () => {
  test("every event, organisation and source is there once", () => {
    expect([events.length, organisations.length, Object.keys(sources).length]).toEqual([228, 102, 138]);
    expect(new Set(events.map((event) => event.key)).size).toBe(228);
    expect(new Set(organisations.map(({ code }) => code)).size).toBe(102);
  });

  test("precision, kind and confidence are as they were reported", () => {
    expect(count(events, (event) => event.precision)).toEqual({ day: 157, minute: 45, hour: 26 });
    expect(count(events, (event) => event.kind)).toEqual({
      update: 79,
      status: 56,
      metric: 35,
      decision: 24,
      advisory: 24,
      milestone: 6,
      request: 4,
    });
    expect(count(events, (event) => event.confidence)).toEqual({ likely: 227, unverified: 1 });
    expect(events.filter((event) => event.wording !== undefined)).toHaveLength(226);
  });

  test("every figure has a unit; machines are only those that a text gives", () => {
    const figures = events.flatMap((event) => event.figures ?? []);
    const [machines, reported] = [true, false].map((is) =>
      figures.filter(({ metric }) => (metric === "machines_affected") === is),
    );
    expect(reported).toHaveLength(91);
    expect(new Set(reported?.map(({ metric }) => metric)).size).toBe(45);
    expect(machines?.map(({ value }) => value)).toEqual([70_000, 37_000]);
    expect(figures.filter(({ unit }) => unit === undefined)).toEqual([]);
  });

  test("organisations are of known sectors and take the part that they took", () => {
    const known = new Set(SECTORS.map((sector) => sector.key));
    expect(organisations.filter(({ sector }) => !known.has(sector))).toEqual([]);
    expect(count(organisations, ({ part }) => part)).toEqual({
      affected: 83,
      coordinator: 11,
      vendor: 4,
      regulator: 4,
    });
  });
});

describe("what an organisation says of its state", () => {
  test("those that never report a status are given no cadence, and only those", () => {
    const reporting = new Set(events.filter((event) => event.status !== undefined).map((event) => event.organisation));
    const silent = organisations.filter(({ reports }) => reports === false).map(({ key }) => key);
    expect(silent).toEqual(organisations.filter(({ key }) => !reporting.has(key)).map(({ key }) => key));
    expect(silent).toHaveLength(13);
  });

  test("a request, a paper or a conference is no report of a status", () => {
    const keys = ["ev-028", "ev-117", "ev-223", "ev-226", "ev-227"];
    expect(keys.map((key) => byKey(key).status)).toEqual(keys.map(() => undefined));
  });

  test("a decision, a number or a warning says a status only where it changes it", () => {
    const last = new Map<string, string>();
    const repeats = events.filter((event) => {
      const isReport = event.kind === "status" || event.kind === "update";
      const repeatsIt = !isReport && event.status !== undefined && last.get(event.organisation) === event.status;
      if (event.status !== undefined) last.set(event.organisation, event.status);
      return repeatsIt;
    });
    expect(repeats).toEqual([]);
  });
});

describe("when it plays", () => {
  test("a known time plays when it was, or when the drill begins", () => {
    const known = events.filter((event) => event.precision !== "day" && event.at >= SCENARIO_BEGINS);
    expect(known.filter((event) => event.plays !== event.at)).toEqual([]);
  });

  test("a time known only to the day plays on that day, where the organisation is", () => {
    const moved = events.filter((event) => dateIn(zoneOf(event), event.plays) !== dateIn(zoneOf(event), event.at));
    expect(moved).toEqual([]);
  });

  test("the script is in order, also within each organisation", () => {
    const times = events.map((event) => event.plays);
    expect(times).toEqual(times.toSorted());
    for (const { key } of organisations) {
      const own = events.filter((event) => event.organisation === key).map((event) => event.at);
      expect(own).toEqual(own.toSorted());
    }
  });

  test("for the first twenty minutes something happens in any fifteen seconds", () => {
    const opens = Date.parse(SCENARIO_OPENS);
    const seconds = events.map((event) => (Date.parse(event.plays) - opens) / 1000 / SCENARIO_SPEED);
    const played = [0, ...seconds.filter((at) => at > 0 && at < 1200), 1200];
    const gaps = played.slice(1).map((at, index) => at - (played[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15);
    expect(seconds.filter((at) => at <= 0)).toHaveLength(31);
  });
});

describe("an event as a command", () => {
  test("every one passes the schema of everybody's commands", () => {
    const refused = events.filter((event) => !commandSchema.safeParse(updateOf(event, INCIDENT, ORGANISATION)).success);
    expect(refused).toEqual([]);
  });

  test("its id is of the drill and the event alone", () => {
    const [first, second] = events;
    if (first === undefined || second === undefined) throw new Error("the script is empty");
    const idOf = (event: ScenarioEvent, incident: string) => updateOf(event, incident, ORGANISATION).id;
    expect(idOf(first, INCIDENT)).toBe(idOf(first, INCIDENT));
    expect(new Set([idOf(first, INCIDENT), idOf(second, INCIDENT), idOf(first, ORGANISATION)]).size).toBe(3);
  });

  test("it keeps time, precision, wording and source of the report", () => {
    expect(updateOf(byKey("ev-043"), INCIDENT, ORGANISATION)).toMatchObject({
      asOf: "2024-07-19T07:30:00.000Z",
      asOfPrecision: "minute",
      source: "public-report",
      confidence: "likely",
      marking: "TLP:CLEAR",
      status: "recovering",
      reference: { wording: "as of 3:30 a.m. EDT", url: expect.stringMatching(/^https:/) },
    });
    expect(updateOf(byKey("ev-127"), INCIDENT, ORGANISATION)).toMatchObject({ confidence: "unverified" });
    expect(updateOf(byKey("ev-127"), INCIDENT, ORGANISATION).reference).not.toHaveProperty("url");
  });

  test("it is never about a time that the clock has not shown", () => {
    const ahead = events.filter((event) => (updateOf(event, INCIDENT, ORGANISATION).asOf ?? "") > event.plays);
    expect(ahead).toEqual([]);
  });

  test("six milestones are pinned", () => {
    expect(events.filter(isMilestone)).toHaveLength(6);
  });
});
