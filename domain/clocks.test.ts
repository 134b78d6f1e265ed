import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attentionOf } from "./attention.ts";
import { type Board, emptyBoard, type Row, type StatusStatement } from "./board.ts";
import { cadenceOf, drillTime, incidentTime, rowState } from "./clocks.ts";
import { rowOf } from "./organisation.ts";
import { MINUTE, minute, START } from "./testing.ts";
import { headlineMachines, totalsOf } from "./totals.ts";
import { PARTS, STATUSES, type Status } from "./words.ts";

const INCIDENT = { cadenceMin: 60 };

const statement = (status: Status, at = minute(0)): StatusStatement => ({
  event: "event",
  at,
  by: { person: "p", name: "Liaison", organisation: "air", role: "liaison" },
  asOf: at,
  asOfPrecision: "minute",
  source: "own",
  confidence: "confirmed",
  marking: "TLP:GREEN",
  status,
});

const row = (change: Partial<Row> = {}): Row => ({
  ...rowOf({ id: "air", name: "Air", code: "AIR", sector: "aviation", part: "affected" }, minute(0)),
  ...change,
});
/** Said once, when the incident began. */
const said = (status: Status, change: Partial<Row> = {}): Row =>
  row({ own: statement(status), heardAt: minute(0), spokenAt: minute(0), ...change });

const boardOf = (list: readonly Row[]): Board => ({
  ...emptyBoard,
  incident: { ...emptyBoard.incident, ...INCIDENT },
  organisations: Object.fromEntries(list.map((one) => [one.id, one])),
});

const at = (of: Row, minutes: number, ms = 0) => rowState(INCIDENT, of, START + minutes * MINUTE + ms);

describe("silence", () => {
  it("is never health: whoever was never heard from is No report, however long", () => {
    for (const minutes of [0, 60, 75, 75.1, 180, 10_000])
      expect(at(row(), minutes)).toMatchObject({ status: "no_report", statement: null, ageMs: null });
    expect(at(row(), 60).freshness).toBe("fresh");
    expect(at(row(), 10_000).freshness).toBe("overdue");
  });

  it.each([
    [60, 0, "fresh", "operating"],
    [60, 1, "due", "operating"],
    [75, 0, "due", "operating"],
    [75, 1, "overdue", "operating"],
    [180, 0, "overdue", "operating"],
    [180, 1, "expired", "no_report"],
  ] as const)("turns a word after %i min and %i ms to %s", (minutes, ms, freshness, status) => {
    expect(at(said("operating"), minutes, ms)).toMatchObject({ freshness, status });
  });

  it("keeps what was said last beside No report, and how late it is", () => {
    expect(at(said("down"), 200)).toMatchObject({
      status: "no_report",
      lastSaid: "down",
      ageMs: 200 * MINUTE,
      overdueMs: 140 * MINUTE,
      dueAtMs: START + 60 * MINUTE,
    });
    expect(at(said("down"), 100).lastSaid).toBeNull();
  });

  it("begins at the promised next word, when one was promised", () => {
    const promised = said("degraded", { nextDue: minute(200) });
    expect(at(promised, 200).freshness).toBe("fresh");
    expect(at(promised, 200, 1).freshness).toBe("due");
    expect(at(promised, 216)).toMatchObject({ freshness: "overdue", status: "degraded" });
    expect(at(promised, 260)).toMatchObject({ freshness: "overdue", status: "degraded" });
    expect(at(promised, 260, 1)).toMatchObject({ freshness: "expired", status: "no_report" });
  });

  it("is never put off by a promise for more than a day, and not by one that the cadence allows anyway", () => {
    const DAY = 24 * 60;
    const forEver = said("operating", { nextDue: minute(365 * DAY) });
    expect(at(forEver, DAY)).toMatchObject({ freshness: "fresh", dueAtMs: START + DAY * MINUTE });
    expect(at(forEver, DAY + 60, 1)).toMatchObject({ freshness: "expired", status: "no_report" });
    const weekly = said("operating", { cadenceMin: 7 * DAY, nextDue: minute(365 * DAY) });
    expect(at(weekly, 7 * DAY)).toMatchObject({ freshness: "fresh" });
    expect(at(weekly, 21 * DAY, 1)).toMatchObject({ freshness: "expired" });
  });

  it("after a promise that is kept short runs out as without one", () => {
    const soon = said("operating", { nextDue: minute(10) });
    expect(at(soon, 11).freshness).toBe("due");
    expect(at(soon, 180).freshness).toBe("overdue");
    expect(at(soon, 180, 1).freshness).toBe("expired");
  });
});

describe("who is expected to report", () => {
  it.each(["declined", "left"] as const)("nobody who has %s", (participation) => {
    expect(at(row({ participation }), 500)).toMatchObject({ freshness: "unasked", dueAtMs: null, overdueMs: 0 });
  });

  it("nobody who only coordinates or regulates, until he says something", () => {
    for (const part of PARTS) {
      const watches = part === "coordinator" || part === "regulator";
      expect(cadenceOf(INCIDENT, row({ part }))).toBe(watches ? null : 60);
      expect(cadenceOf(INCIDENT, said("operating", { part }))).toBe(60);
    }
  });

  it("nobody whose own cadence says so, and everybody else by the own one before the incident's", () => {
    expect(cadenceOf(INCIDENT, row({ cadenceMin: null }))).toBeNull();
    expect(cadenceOf(INCIDENT, row({ cadenceMin: 15, participation: "declined" }))).toBe(15);
    expect(at(said("operating", { cadenceMin: 10 }), 31)).toMatchObject({ freshness: "expired" });
  });

  it("a word of somebody who is not asked stays as it was said", () => {
    expect(at(said("down", { cadenceMin: null }), 10_000)).toMatchObject({ status: "down", freshness: "unasked" });
  });
});

describe("totals", () => {
  const rows = fc.array(
    fc.record({
      status: fc.option(fc.constantFrom(...STATUSES), { nil: null }),
      heard: fc.nat(400),
      part: fc.constantFrom(...PARTS),
      cadenceMin: fc.option(fc.constantFrom(10, 60, null), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  it("never count silence as health: only a word that has not run out is operating", () => {
    fc.assert(
      fc.property(rows, fc.nat(800), (list, minutes) => {
        const now = START + minutes * MINUTE;
        const organisations = list.map(({ status, heard, part, cadenceMin }, index) =>
          row({
            id: `organisation-${index}`,
            part,
            ...(cadenceMin === undefined ? {} : { cadenceMin }),
            ...(status === null
              ? {}
              : { own: statement(status, minute(heard)), heardAt: minute(heard), spokenAt: minute(heard) }),
          }),
        );
        const totals = totalsOf(boardOf(organisations), now);
        const states = organisations.map((one) => rowState(INCIDENT, one, now));
        const healthy = states.filter(({ status, freshness }) => status === "operating" && freshness !== "expired");
        expect(totals.counts.operating).toBe(healthy.length);
        for (const one of organisations)
          if (one.own === null) expect(rowState(INCIDENT, one, now).status).toBe("no_report");
        const counted = Object.values(totals.counts).reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(totals.total);
        expect(totals.sectors.reduce((sum, sector) => sum + sector.total, 0)).toBe(totals.total);
        expect(totals.affected + totals.silent + totals.counts.operating).toBe(totals.total);
        expect(totals.silent).toBeGreaterThanOrEqual(totals.expired);
      }),
    );
  });

  it("leave out who only watches, and count him once he speaks", () => {
    const regulator = row({ part: "regulator" });
    expect(totalsOf(boardOf([regulator]), START).total).toBe(0);
    expect(totalsOf(boardOf([said("operating", { part: "regulator" })]), START).total).toBe(1);
  });

  it("sum machines only where both figures were given", () => {
    const figure = (metric: string, value: number) => ({ ...statement("down"), metric, value });
    const both = row({
      id: "both",
      figures: {
        machines_affected: figure("machines_affected", 10),
        machines_restored: figure("machines_restored", 4),
      },
    });
    const one = row({ id: "one", figures: { machines_affected: figure("machines_affected", 1000) } });
    expect(totalsOf(boardOf([one]), START).machines).toBeNull();
    expect(totalsOf(boardOf([both, one]), START).machines).toEqual({ affected: 10, restored: 4, organisations: 1 });
  });
});

describe("machines back", () => {
  const figure = (metric: string, value: number) => ({ ...statement("down"), metric, value });
  const telling = (id: string, affected: number, restored: number): Row =>
    said("down", {
      id,
      figures: {
        machines_affected: figure("machines_affected", affected),
        machines_restored: figure("machines_restored", restored),
      },
    });
  const totals = (rows: Row[], minutes = 0) => totalsOf(boardOf(rows), START + minutes * MINUTE);

  it("leave out figures that contradict each other", () => {
    expect(totals([telling("a", 3999, 90_000)]).machines).toBeNull();
    expect(totals([telling("a", 3999, 90_000), telling("b", 10, 10)]).machines).toMatchObject({ affected: 10 });
  });

  it("leave out figures of a word that has run out", () => {
    expect(totals([telling("a", 1200, 300)], 180).machines).not.toBeNull();
    expect(totals([telling("a", 1200, 300)], 181).machines).toBeNull();
  });

  it("stand for the incident only when three tell, and half as many as are affected", () => {
    const three = [telling("a", 10, 1), telling("b", 10, 1), telling("c", 10, 1)];
    const others = (count: number): Row[] => Array.from({ length: count }, (_, n) => said("down", { id: `x${n}` }));
    expect(headlineMachines(totals(three.slice(0, 2)))).toBeNull();
    expect(headlineMachines(totals(three))).toMatchObject({ affected: 30, restored: 3, organisations: 3 });
    expect(headlineMachines(totals([...three, ...others(3)]))).not.toBeNull();
    expect(headlineMachines(totals([...three, ...others(4)]))).toBeNull();
  });
});

describe("what needs attention", () => {
  const list = (rows: Row[], minutes: number) =>
    attentionOf(boardOf(rows), START + minutes * MINUTE).map(({ organisation, reason }) => [organisation, reason.kind]);

  it("names whoever never spoke as soon as the first word is due, after those that are down", () => {
    const late = said("degraded", { id: "late", heardAt: minute(-40), spokenAt: minute(-40) });
    const down = said("down", { id: "down" });
    expect(list([row({ id: "mute" })], 60)).toEqual([]);
    expect(list([late, row({ id: "mute" }), down], 61)).toEqual([
      ["down", "due"],
      ["mute", "never-reported"],
      ["late", "overdue"],
    ]);
  });

  it("is nothing once the incident is closed", () => {
    const board = boardOf([row({ id: "mute" })]);
    const closed = { ...board, incident: { ...board.incident, closedAt: minute(90) } };
    expect(attentionOf(board, START + 90 * MINUTE)).toHaveLength(1);
    expect(attentionOf(closed, START + 90 * MINUTE)).toEqual([]);
  });

  it("names figures that contradict each other", () => {
    const figure = (metric: string, value: number) => ({ ...statement("down"), metric, value });
    const odd = said("degraded", {
      figures: {
        machines_affected: figure("machines_affected", 3999),
        machines_restored: figure("machines_restored", 90_000),
      },
    });
    expect(attentionOf(boardOf([odd]), START).map(({ reason }) => reason)).toEqual([
      { kind: "contradiction", affected: 3999, restored: 90_000 },
    ]);
  });
});

describe("a drill's clock", () => {
  const clock = { at: minute(0), since: minute(1000), speed: 60, paused: false };

  it("never runs before its beginning, nor while it is paused", () => {
    expect(drillTime(clock, START)).toBe(START);
    expect(drillTime({ ...clock, paused: true }, START + 5000 * MINUTE)).toBe(START);
  });

  it("runs so many times as fast as the wall clock", () => {
    expect(drillTime(clock, START + 1002 * MINUTE)).toBe(START + 120 * MINUTE);
  });

  it("gives the incident its time, until it is closed", () => {
    expect(incidentTime({ clock: null, closedAt: null }, 42)).toBe(42);
    expect(incidentTime({ clock, closedAt: null }, START + 1001 * MINUTE)).toBe(START + 60 * MINUTE);
    expect(incidentTime({ clock, closedAt: minute(7) }, START + 1001 * MINUTE)).toBe(START + 7 * MINUTE);
  });
});
