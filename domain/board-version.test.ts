import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { apply, applyAll } from "./apply.ts";
import { BOARD_VERSION, emptyBoard } from "./board.ts";
import { logOf, type Step, WHATS } from "./testing.ts";
import { MARKINGS } from "./words.ts";

/** Each version and what it makes of one list of events; another board needs a new line here, never a changed one. */
const VERSIONS: Record<number, string> = { 1: "c26e2476b25070f3", 2: "8f0579aa21c40739", 3: "12ab64c106fcc5b4" };

/** Everything that can happen, several times over, always the same. */
const LIST: Step[] = Array.from({ length: 400 }, (_, index) => ({
  what: WHATS[(index * 7) % (WHATS.length - 3)] ?? "post",
  actor: index * 3,
  target: index * 5,
  marking: MARKINGS[index % MARKINGS.length] ?? "TLP:GREEN",
  value: (index * 37) % 1001,
  named: [index],
  narrowed: index % 3 === 0,
}));
const ENDING: Step[] = (["severity", "close", "reopen"] as const).map((what) => ({
  ...{ what, actor: 0, target: 0, marking: "TLP:GREEN", value: 0, named: [], narrowed: false },
}));
const { entries } = logOf([...LIST, ...ENDING]);
const events = entries.map(({ event }) => event);

/** Without the order of keys, which the store does not keep. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, plain(inner)]);
};
const hashOf = (board: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(plain(board)))
    .digest("hex")
    .slice(0, 16);

it("a board that is made otherwise has a new version", () => {
  expect(VERSIONS[BOARD_VERSION]).toBe(hashOf(applyAll(emptyBoard, events)));
});

it("what the version stands for holds every kind of row, figure and feed item", () => {
  const board = events.reduce(apply, emptyBoard);
  const rows = Object.values(board.organisations);
  for (const part of ["own", "relayed", "exposure", "text", "heardAt", "nextDue"] as const)
    expect(rows.some((row) => row[part] !== null)).toBe(true);
  for (const part of ["change", "correctedBy", "pinned", "acknowledged", "comments"] as const)
    expect(board.feed.some((item) => item[part] !== undefined)).toBe(true);
});
