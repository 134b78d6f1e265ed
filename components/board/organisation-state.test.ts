import { describe, expect, test } from "vitest";
import { boardOf, declared, isoMinute, minute, post } from "../testing-board.ts";
import { machineFiguresOf, machinesOf, type OrganisationState, organisationStates } from "./organisation-state.tsx";
import { chipAge, chipName, dueWords } from "./organisation-words.tsx";

const stateAt = (minutes: number, ...says: Parameters<typeof post>[2][]): OrganisationState => {
  const board = boardOf(
    declared([{ id: "dal", name: "Delta" }]),
    ...says.map((said, index) => post("dal", 1 + index, said)),
  );
  const [state] = organisationStates(board, minute(minutes));
  if (state === undefined) throw new Error("The organisation does not count.");
  return state;
};

describe("an organisation in words", () => {
  test.each([
    [0, "DAL, Delta, No report, never reported"],
    [200, "DAL, Delta, No report, never reported"],
  ])("that was never heard says so at minute %i, and nothing of an age", (at, name) => {
    const state = stateAt(at);
    expect(chipName(state)).toBe(name);
    expect(chipAge(state)).toBe("");
  });

  test.each([
    [10, "9 min", "DAL, Delta, Down, 9 min ago"],
    [65, "due", "DAL, Delta, Down, word is due, last word 1 h 04 ago"],
    [80, "1 h 19", "DAL, Delta, Down, 1 h 19 ago, overdue 19 minutes"],
    [200, "3 h 19", "DAL, Delta, No report, last said Down, 08:01Z, 3 h 19 ago"],
  ])("that said Down shows at minute %i how old that is", (at, age, name) => {
    const state = stateAt(at, { status: "down" });
    expect(chipAge(state)).toBe(age);
    expect(chipName(state)).toBe(name);
  });

  test.each([
    [10, "Next word 09:01Z, in 51 min"],
    [65, "Due 09:01Z"],
    [80, "Overdue 19 min"],
  ])("tells at minute %i when its next word comes", (at, words) => {
    expect(dueWords(stateAt(at, { status: "down" }), minute(at))).toBe(words);
  });

  test("is not called silent to who may not read what it says", () => {
    const never = { ...stateAt(80), isHeard: false };
    const late = { ...stateAt(80, { status: "down" }), isHeard: false };
    expect(chipName(never)).toBe("DAL, Delta, No report, nothing that you may read");
    expect(chipName(late)).toBe("DAL, Delta, Down, last word that you may read 1 h 19 ago");
    expect([never, late].map((state) => dueWords(state, minute(80)))).toEqual(
      Array(2).fill("Next word not known to you"),
    );
  });

  test("owes no word once the incident is closed", () => {
    const open = boardOf(declared([{ id: "dal" }]));
    const board = { ...open, incident: { ...open.incident, closedAt: isoMinute(80) } };
    const [state] = organisationStates(board, minute(80));
    expect(state).toMatchObject({ dueAtMs: null, isLate: false });
  });

  test("is marked as new for half a minute", () => {
    expect(stateAt(1.25, { status: "down" }).isNew).toBe(true);
    expect(stateAt(2, { status: "down" }).isNew).toBe(false);
  });
});

test.each([
  [undefined, null],
  [[{ metric: "machines_affected", value: 1200 }], { affected: 1200, restored: null }],
  [[{ metric: "machines_restored", value: 3 }], { affected: null, restored: 3 }],
])("figures %j are shown as far as they were given", (figures, shown) => {
  const { row } = stateAt(5, { status: "down", ...(figures === undefined ? {} : { figures }) });
  expect(machineFiguresOf(row)).toEqual(shown);
  expect(machinesOf(row)).toBeNull();
});

describe("the order of the board", () => {
  const board = boardOf(
    declared([{ id: "aaa" }, { id: "bbb" }, { id: "ccc" }, { id: "ddd" }, { id: "watch", cadenceMin: null }]),
    post("aaa", 1, { status: "operating" }),
    post("bbb", 2, { status: "down" }),
    post("ccc", 1, { status: "down" }),
  );
  const order = (at: number): string[] => organisationStates(board, minute(at)).map((state) => state.row.id);

  test("is worst first, then by name, without those that are only watching", () => {
    expect(order(5)).toEqual(["bbb", "ccc", "ddd", "aaa"]);
  });

  test("puts the longer overdue before the shorter", () => {
    expect(order(100)).toEqual(["ccc", "bbb", "ddd", "aaa"]);
  });
});
