import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Board, emptyBoard, type Row, type StatusStatement } from "./board.ts";
import { rowState } from "./clocks.ts";
import { rowOf } from "./organisation.ts";
import { recoveryOf, shareOf, statusAt, trendOf } from "./recovery.ts";
import { totalsOf } from "./totals.ts";
import { STATUSES, type Status } from "./words.ts";

const T0 = Date.parse("2026-01-01T00:00:00Z");
const MIN = 60_000;
const iso = (minutes: number): string => new Date(T0 + minutes * MIN).toISOString();

type Word = { at: number; status: Status };

const said = (word: Word): StatusStatement => ({
  event: `event-${word.at}`,
  at: iso(word.at),
  by: { person: "p", name: "Liaison", organisation: "o", role: "liaison" },
  asOf: iso(word.at),
  asOfPrecision: "minute",
  source: "own",
  confidence: "confirmed",
  marking: "TLP:GREEN",
  status: word.status,
});

/** A row as the fold would leave it after these words, oldest first. */
const rowAfter = (id: string, words: readonly Word[], entered = 0): Row => {
  const row = rowOf({ id, name: id, code: id.toUpperCase(), sector: "health", part: "affected" }, iso(entered));
  const last = words.at(-1);
  if (last === undefined) return row;
  const history: Row["history"] = [];
  for (const { at, status } of words) {
    const before = history.at(-1);
    if (before?.status === status) before.heard = iso(at);
    else history.push({ status, from: iso(at), heard: iso(at) });
  }
  return { ...row, own: said(last), heardAt: iso(last.at), history };
};

const boardOf = (rows: readonly Row[], cadenceMin = 60): Board => ({
  ...emptyBoard,
  incident: { ...emptyBoard.incident, cadenceMin },
  organisations: Object.fromEntries(rows.map((row) => [row.id, row])),
});

const words = fc
  .uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 2000 }), status: fc.constantFrom(...STATUSES) }), {
    maxLength: 8,
    selector: (word) => word.at,
  })
  .map((list) => list.sort((a, b) => a.at - b.at));
const boards = fc
  .record({ rows: fc.array(words, { maxLength: 6 }), cadenceMin: fc.integer({ min: 5, max: 240 }) })
  .map(({ rows, cadenceMin }) =>
    boardOf(
      rows.map((list, index) => rowAfter(`o${index}`, list)),
      cadenceMin,
    ),
  );

describe("status of the past", () => {
  it("is No report before the first word", () => {
    expect(statusAt({ cadenceMin: 60 }, rowAfter("a", [{ at: 10, status: "down" }]), T0 + 9 * MIN)).toBe("no_report");
  });

  it("runs out three cadences after the last word, also when another word came later", () => {
    const row = rowAfter("a", [
      { at: 0, status: "operating" },
      { at: 600, status: "down" },
    ]);
    expect(statusAt({ cadenceMin: 60 }, row, T0 + 180 * MIN)).toBe("operating");
    expect(statusAt({ cadenceMin: 60 }, row, T0 + 181 * MIN)).toBe("no_report");
    expect(statusAt({ cadenceMin: 60 }, row, T0 + 600 * MIN)).toBe("down");
  });

  it("never runs out for an organisation that is not expected to report", () => {
    const row: Row = { ...rowAfter("a", [{ at: 0, status: "degraded" }]), cadenceMin: null };
    expect(statusAt({ cadenceMin: 60 }, row, T0 + 100_000 * MIN)).toBe("degraded");
  });

  it("agrees with the row's clock at every moment after its last word", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 2000 }), (list, later) => {
        const row = rowAfter("a", list);
        const now = T0 + ((list.at(-1)?.at ?? 0) + later) * MIN;
        expect(statusAt({ cadenceMin: 60 }, row, now)).toBe(rowState({ cadenceMin: 60 }, row, now).status);
      }),
    );
  });
});

describe("recovery curve", () => {
  it("ends with what the totals say", () => {
    fc.assert(
      fc.property(boards, (board) => {
        const now = T0 + 2100 * MIN;
        const totals = totalsOf(board, now);
        expect(recoveryOf(board, T0, now).at(-1)).toEqual({
          at: now,
          total: totals.total,
          heard: totals.total - totals.silent,
          operating: totals.counts.operating,
          recovering: totals.counts.recovering,
        });
      }),
    );
  });

  it("holds at every point what the rows' histories say of that moment", () => {
    fc.assert(
      fc.property(boards, fc.integer({ min: 0, max: 2000 }), (board, from) => {
        const points = recoveryOf(board, T0 + from * MIN, T0 + 2100 * MIN);
        for (const point of points.slice(0, -1)) {
          const statuses = Object.values(board.organisations).map((row) => statusAt(board.incident, row, point.at));
          expect(point.heard).toBe(statuses.filter((status) => status !== "no_report").length);
          expect(point.operating).toBe(statuses.filter((status) => status === "operating").length);
        }
        expect(points.map((point) => point.at)).toEqual([...points.map((point) => point.at)].sort((a, b) => a - b));
      }),
    );
  });

  it("keeps the share between its two ends, and has none when nobody was heard", () => {
    fc.assert(
      fc.property(boards, (board) => {
        for (const point of recoveryOf(board, T0, T0 + 2100 * MIN)) {
          const share = shareOf(point);
          if (point.heard === 0) expect(share).toBeNull();
          else
            expect((share?.low ?? 2) <= (share?.share ?? -1) && (share?.share ?? 2) <= (share?.high ?? -1)).toBe(true);
        }
      }),
    );
  });

  it("counts an organisation only from when it entered", () => {
    const board = boardOf([rowAfter("a", [{ at: 0, status: "operating" }]), rowAfter("b", [], 30)]);
    expect(recoveryOf(board, T0, T0 + 60 * MIN).map((point) => point.total)).toEqual([1, 2, 2]);
  });

  it("leaves out organisations that only watch", () => {
    const watcher: Row = { ...rowAfter("w", []), part: "regulator" };
    expect(recoveryOf(boardOf([watcher]), T0, T0 + MIN).at(-1)?.total).toBe(0);
  });
});

describe("trend", () => {
  const now = T0 + 90 * MIN;
  const trendAfter = (...lists: Word[][]): string =>
    trendOf(boardOf(lists.map((list, index) => rowAfter(`o${index}`, list))), now);

  it("reads a row that got better as improving", () => {
    expect(
      trendAfter([
        { at: 0, status: "down" },
        { at: 60, status: "recovering" },
      ]),
    ).toBe("improving");
  });

  it("reads trouble first heard of as worsening, and health first heard of as steady", () => {
    expect(trendAfter([{ at: 60, status: "degraded" }])).toBe("worsening");
    expect(trendAfter([{ at: 60, status: "operating" }])).toBe("steady");
  });

  it("never reads silence as improvement", () => {
    const board = boardOf([rowAfter("a", [{ at: 0, status: "down" }])], 10);
    expect(trendOf(board, now)).toBe("steady");
  });
});
