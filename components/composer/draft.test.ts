import { describe, expect, test } from "vitest";
import type { RoomViewer } from "#client/incident-session";
import { LIMITS } from "#domain/fields";
import { AFFECTED, RESTORED } from "#domain/sectors";
import type { Marking } from "#domain/words";
import { boardOf, declared, isoMinute, minute, post } from "../testing-board.ts";
import {
  commandOf,
  type Draft,
  draftOf,
  emptyDraft,
  fieldsOf,
  isTouched,
  markingsFor,
  problemIn,
  TEXT_MAX,
} from "./draft.ts";
import { softChecks } from "./soft-checks.ts";

const viewer: RoomViewer = {
  person: "me",
  name: "Liaison",
  organisation: "dal",
  sector: "aviation",
  role: "liaison",
  standing: "vouched",
};
const board = boardOf(
  declared([{ id: "dal" }, { id: "klm" }]),
  post("dal", 1, {
    status: "down",
    figures: [
      { metric: AFFECTED.key, value: 1200 },
      { metric: RESTORED.key, value: 300 },
    ],
  }),
);
const rowOf = (id: string) => {
  const row = board.organisations[id];
  if (row === undefined) throw new Error("There is no such row.");
  return row;
};
const last = emptyDraft(rowOf("dal"), board.incident, viewer);
const purpose = { organisation: "dal", isRelayed: false, maySetStatus: true, now: minute(10) };
const command = (change: Partial<Draft>, more: Partial<typeof purpose> = {}) =>
  commandOf({ ...last, ...change }, last, { ...purpose, ...more });

describe("the marking that is chosen beforehand", () => {
  const marked = (id: string, defaultMarking: Marking | null) =>
    emptyDraft({ ...rowOf(id), defaultMarking }, board.incident, viewer).marking;

  test("is never laxer than the organisation's default, whatever was said last", () => {
    expect(marked("dal", "TLP:AMBER")).toBe("TLP:AMBER");
    expect(marked("klm", "TLP:AMBER+STRICT")).toBe("TLP:AMBER+STRICT");
    expect(marked("klm", "TLP:CLEAR")).toBe(board.incident.defaultMarking);
  });

  test("is that of the last word, or the incident's, where the organisation has set none", () => {
    expect(marked("dal", null)).toBe("TLP:GREEN");
    expect(marked("klm", null)).toBe(board.incident.defaultMarking);
  });
});

describe("what is sent", () => {
  test("is nothing while nothing changed", () => {
    expect(command({})).toBeNull();
    expect(isTouched(last, last)).toBe(false);
  });

  test.each([
    ["affected", { affected: "many" }],
    ["back", { restored: "-5" }],
    ["text", { text: "x".repeat(TEXT_MAX + 1) }],
  ])("is nothing while %s is wrong", (_, change) => {
    expect(command(change)).toBeNull();
    expect(problemIn({ ...last, ...change })).not.toBeNull();
  });

  test("starts from the last values and holds only figures that changed", () => {
    expect(last).toMatchObject({ status: "down", affected: "1200", restored: "300", marking: "TLP:GREEN" });
    expect(command({ restored: "1 000" })).toEqual({
      kind: "update.post",
      organisation: "dal",
      marking: "TLP:GREEN",
      status: "down",
      figures: [{ metric: RESTORED.key, value: 1000, unit: "machines" }],
    });
  });

  test("is nothing when a number is only written another way", () => {
    expect(command({ affected: "1,200", restored: " 300" })).toBeNull();
  });

  test("carries no status of those who may not set one", () => {
    expect(command({ status: "operating", text: "All well." }, { maySetStatus: false })).not.toHaveProperty("status");
  });

  test("is nothing when all that changed is a status that may not be set", () => {
    expect(command({ status: "operating" }, { maySetStatus: false })).toBeNull();
  });

  test("promises the next word in the incident's time", () => {
    expect(command({ nextMin: "120" })).toMatchObject({ nextDue: isoMinute(130) });
  });

  test("says how a relayed word was heard", () => {
    expect(command({ text: "They called." }, { isRelayed: true })).toMatchObject({
      source: "phone",
      confidence: "likely",
    });
  });
});

test("how much is too long is said", () => {
  const problem = (length: number) => problemIn({ ...last, text: "x".repeat(length) });
  expect(problem(TEXT_MAX)).toBeNull();
  expect(problem(TEXT_MAX + 1)).toContain("1 character too many");
  expect(problem(TEXT_MAX + 160)).toContain("160 characters too many");
});

test("a number that is not understood says which and what was typed", () => {
  expect(problemIn({ ...last, affected: "12,5" })).toMatch(/^Affected: “12,5”/);
  expect(problemIn({ ...last, restored: "12.5" })).toMatch(/^Back: “12.5”/);
});

test("the bar takes as much text as the server", () => {
  expect(TEXT_MAX).toBe(LIMITS.updateTextMax);
});

test("whoever is not vouched for is offered nothing that he could not read himself", () => {
  expect(markingsFor({ ...viewer, standing: "provisional" })).not.toContain("TLP:RED");
});

describe("counted in", () => {
  const change = { status: "recovering", text: "words", countUsIn: "yes" } as const;

  test("is nothing that others may read, nor a word without a status, nor what nobody asked for", () => {
    expect(command({ ...change, marking: "TLP:AMBER" })).not.toHaveProperty("countUsIn");
    expect(command({ ...change, marking: "TLP:RED" }, { maySetStatus: false })).not.toHaveProperty("countUsIn");
    expect(command({ ...change, marking: "TLP:RED", countUsIn: "" })).not.toHaveProperty("countUsIn");
    expect(last.countUsIn).toBe("");
  });

  test("is a status that few may read", () => {
    expect(command({ ...change, marking: "TLP:AMBER+STRICT" })).toMatchObject({ countUsIn: true });
  });
});

describe("the audience", () => {
  const chosen = { text: "Words.", people: "a,b", organisations: "klm", sectors: "health" };
  test.each([
    ["TLP:RED", { people: ["a", "b"] }],
    ["TLP:AMBER+STRICT", undefined],
    ["TLP:AMBER", { organisations: ["klm"], sectors: ["health"] }],
    ["TLP:GREEN", { organisations: ["klm"], sectors: ["health"] }],
  ] as const)("of %s holds only what the marking can use", (marking, audience) => {
    expect(command({ ...chosen, marking })?.audience).toEqual(audience);
  });

  test("is left to the marking when nothing is chosen", () => {
    for (const marking of ["TLP:RED", "TLP:AMBER"] as const) {
      expect(command({ text: "Words.", marking })).not.toHaveProperty("audience");
    }
  });
});

test("a kept draft comes back as it was typed, and a strange one falls back to the last values", () => {
  const typed: Draft = { ...last, text: "Half a sen", restored: "31x", status: "recovering", nextMin: "60" };
  expect(draftOf(fieldsOf(typed), last)).toEqual(typed);
  expect(draftOf({ status: "melting", marking: "TLP:PINK" }, last)).toEqual(last);
});

test.each([
  [{}, []],
  [{ affected: "12000" }, ["Affected is 10 times what it was."]],
  [{ affected: "29268292682800" }, ["Affected is 29,268,292,682,800 and was 1,200."]],
  [{ restored: "1300" }, ["More are back than were affected."]],
  [{ marking: "TLP:RED" as const }, ["Nobody is named: only you will read it."]],
  [{ affected: "0", restored: "" }, ["Down, with nothing affected."]],
  [{ marking: "TLP:CLEAR" as const }, ["Marked lower than last time (TLP:GREEN)."]],
])("%j looks like %j", (change, found) => {
  expect(softChecks({ ...last, ...change }, last)).toEqual(found);
});
