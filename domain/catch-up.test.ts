import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyAll } from "./apply.ts";
import { type Board, emptyBoard } from "./board.ts";
import { catchUpOf } from "./catch-up.ts";
import { CATCH_UP_MAX, type CatchUpLine } from "./catch-up-line.ts";
import type { Event, EventBodies, EventEnvelope, OrganisationFacts } from "./event.ts";
import { STATUSES } from "./words.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
const MIN = 60_000;
const ME = "me";
const MINE = "mine";

const organisations: OrganisationFacts[] = [
  { id: MINE, name: "My own", code: "MINE", sector: "health", part: "affected" },
  { id: "air", name: "An airline", code: "AIR", sector: "aviation", part: "affected" },
  { id: "fly", name: "Another airline", code: "FLY", sector: "aviation", part: "affected" },
];

const envelope = (id: string, minute: number, person: string): EventEnvelope => ({
  id,
  at: new Date(START + minute * MIN).toISOString(),
  by: { person, name: person, organisation: person === ME ? MINE : "air", role: "liaison" },
  command: id,
  marking: "TLP:GREEN",
});

const declared: Event = {
  ...envelope("declared", 0, "commander"),
  kind: "incident.declared",
  incident: {
    id: "incident",
    title: "Outage",
    severity: 2,
    mode: "real",
    cadenceMin: 60,
    restricted: false,
    defaultMarking: "TLP:GREEN",
  },
  organisations,
};

const posted = (
  id: string,
  minute: number,
  person: string,
  body: Partial<EventBodies["update.posted"]> & { organisation: string },
): Event => ({
  ...envelope(id, minute, person),
  kind: "update.posted",
  asOf: new Date(START + minute * MIN).toISOString(),
  asOfPrecision: "minute",
  source: "own",
  confidence: "confirmed",
  ...body,
});

const before: Board = applyAll(emptyBoard, [declared]);
const awayFor = (events: readonly Event[], minutes = 30): CatchUpLine[] =>
  catchUpOf({
    before,
    after: applyAll(before, events),
    events,
    since: START + MIN,
    now: START + minutes * MIN,
    viewer: { person: ME, organisation: MINE },
  });
const kinds = (lines: readonly CatchUpLine[]): string[] => lines.map((line) => line.kind);

describe("catch-up", () => {
  it("has nothing to say when nothing happened", () => {
    expect(awayFor([])).toEqual([]);
  });

  it("does not tell the viewer of what he did himself", () => {
    const mine: Event[] = [
      posted("a", 2, ME, { organisation: MINE, text: "note" }),
      { ...envelope("b", 3, ME), kind: "comment.posted", on: "room", text: "hello" },
    ];
    expect(awayFor(mine)).toEqual([]);
  });

  it("gathers status changes by sector and step, and leaves out what went there and back", () => {
    const lines = awayFor([
      posted("a", 2, "x", { organisation: "air", status: "degraded" }),
      posted("b", 3, "x", { organisation: "air", status: "down" }),
      posted("c", 4, "x", { organisation: "fly", status: "down" }),
    ]);
    expect(lines.filter((line) => line.kind === "status")).toEqual([
      {
        kind: "status",
        sector: "aviation",
        from: "no_report",
        to: "down",
        organisations: [
          { id: "air", code: "AIR", name: "An airline" },
          { id: "fly", code: "FLY", name: "Another airline" },
        ],
        path: "updates?sector=aviation&kind=status",
      },
    ]);
  });

  it("puts what is addressed to the viewer first, then his own organisation", () => {
    const lines = awayFor([
      posted("a", 2, "x", { organisation: "air", status: "down" }),
      posted("b", 3, "x", { organisation: MINE, relayed: true, text: "by phone" }),
      { ...envelope("c", 4, "x"), kind: "comment.posted", on: "a", text: "what of you?", mentions: [ME] },
    ]);
    expect(kinds(lines).slice(0, 2)).toEqual(["mention", "own-row"]);
    expect(lines.map((line) => line.path).slice(0, 2)).toEqual(["updates#u-a", "updates#u-b"]);
  });

  it("tells of a redaction of the own organisation's words", () => {
    const with1 = applyAll(before, [posted("a", 1, ME, { organisation: MINE, text: "wrong" })]);
    const events: Event[] = [
      { ...envelope("r", 5, "x"), kind: "update.redacted", event: "a", reason: "personal data" },
    ];
    const lines = catchUpOf({
      before: with1,
      after: applyAll(with1, events),
      events,
      since: START + 2 * MIN,
      now: START + 10 * MIN,
      viewer: { person: ME, organisation: MINE },
    });
    expect(lines).toMatchObject([{ kind: "own-row", what: "redacted" }]);
  });

  it("names who became overdue meanwhile, latest first, and not who already was", () => {
    const lines = awayFor([posted("a", 50, "x", { organisation: "air", status: "operating" })], 120);
    const overdue = lines.find((line) => line.kind === "overdue");
    expect(overdue?.kind === "overdue" && overdue.organisations.map((named) => named.code)).toEqual(["FLY", "MINE"]);
  });

  it("counts people who came, without the viewer", () => {
    const joined = (id: string, person: string): Event => ({
      ...envelope(id, 2, person),
      kind: "participant.joined",
      person: { id: person, name: person },
      organisation: "air",
      role: "liaison",
      standing: "provisional",
    });
    expect(awayFor([joined("a", "newcomer"), joined("b", ME)])).toEqual([
      { kind: "people", names: ["newcomer"], organisations: 1, path: "people" },
    ]);
  });

  it("never exceeds its lines, whatever happened, and every group that has something keeps one", () => {
    const event = fc.record({
      minute: fc.integer({ min: 2, max: 400 }),
      organisation: fc.constantFrom(MINE, "air", "fly"),
      status: fc.constantFrom(...STATUSES),
      comment: fc.constantFrom("none", "plain", "mention"),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (list) => {
        const events = list
          .sort((a, b) => a.minute - b.minute)
          .map(({ minute, organisation, status, comment }, index): Event => {
            if (comment === "none") return posted(`e${index}`, minute, "x", { organisation, status });
            const mentions = comment === "mention" ? { mentions: [ME] } : {};
            return {
              ...envelope(`e${index}`, minute, "x"),
              kind: "comment.posted",
              on: "room",
              text: "text",
              ...mentions,
            };
          });
        const lines = awayFor(events, 500);
        expect(lines.length).toBeLessThanOrEqual(CATCH_UP_MAX);
        const has = (kind: CatchUpLine["kind"]): boolean =>
          lines.some((line) => line.kind === kind || (line.kind === "more" && line.of === kind));
        expect(has("mention")).toBe(events.some((e) => e.kind === "comment.posted" && e.mentions !== undefined));
        expect(has("comment")).toBe(events.some((e) => e.kind === "comment.posted" && e.mentions === undefined));
      }),
    );
  });
});
