import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logOf, ORGANISATIONS, steps } from "./testing.ts";
import matrix from "./tlp-matrix.json" with { type: "json" };
import {
  classOf,
  NO_SHARING,
  namesPeople,
  type Sharing,
  sees,
  standsOn,
  streamFor,
  streamsOf,
  type Viewer,
} from "./visibility.ts";
import { MARKINGS, type Marking, ROLES, type Role } from "./words.ts";

const ORIGIN = "air";
const AUTHOR = "author";

const viewer = (change: Partial<Viewer> = {}): Viewer => ({
  person: "viewer",
  organisation: "bank",
  sector: "banking",
  role: "liaison",
  standing: "vouched",
  ...change,
});

const own = (role: Role): Viewer => viewer({ role, organisation: ORIGIN, sector: "aviation" });
const other = (role: Role): Viewer => viewer({ role });

/** The people whom each column of the table means. */
const COLUMNS: Record<keyof typeof matrix.viewers, Viewer[]> = {
  same_org: ROLES.filter((role) => role !== "observer" && role !== "guest").map(own),
  same_org_observer: [own("observer")],
  other_org: (["scribe", "liaison", "responder", "auditor"] as const).map(other),
  other_org_command: (["commander", "deputy"] as const).map(other),
  other_org_communications: [other("communications")],
  other_org_observer: [other("observer")],
  guest: [
    own("guest"),
    other("guest"),
    ...ROLES.flatMap((role) => [own(role), other(role)]).map((person) => ({
      ...person,
      standing: "provisional" as const,
    })),
  ],
};

const SWITCHES: Sharing[] = [false, true].flatMap((amberToObservers) =>
  [false, true].map((amberToCommunications) => ({ amberToObservers, amberToCommunications })),
);

/** What the cell says of this viewer; a condition that the table does not know is a no. */
const expected = (cell: string, person: Viewer, isNamed: boolean, sharing: Sharing): boolean => {
  if (cell === "yes") return true;
  if (cell === "named") return isNamed && person.standing === "vouched";
  if (cell === "incident_allows_amber_to_observers") return sharing.amberToObservers;
  if (cell === "incident_allows_amber_to_communications") return sharing.amberToCommunications;
  return false;
};

const cells = MARKINGS.flatMap((marking) =>
  Object.entries(COLUMNS).map(([column, people]) => ({
    marking,
    column,
    people,
    cell: new Map<string, string>(Object.entries(matrix.visible[marking])).get(column) ?? "no",
  })),
);

describe("who may not see an item, by its marking", () => {
  it("treats a marking that nobody knows as one that nobody may see", () => {
    // What an older or newer server could have written.
    const unknown = JSON.parse('"TLP:PURPLE"') as Marking;
    const seen = { marking: unknown, origin: ORIGIN, author: AUTHOR };
    for (const { people } of cells) for (const person of people) expect(sees(person, seen, NO_SHARING)).toBe(false);
  });

  it("shows TLP:RED to no provisional person, even when named", () => {
    const seen = { marking: "TLP:RED", origin: ORIGIN, author: "viewer", named: ["viewer"] } as const;
    expect(sees(viewer({ standing: "provisional" }), seen, NO_SHARING)).toBe(false);
    expect(sees(viewer(), seen, NO_SHARING)).toBe(true);
  });

  it.each(cells)("$marking, $column: $cell", ({ marking, people, cell }) => {
    for (const person of people) {
      for (const sharing of SWITCHES) {
        for (const isNamed of [false, true]) {
          const named = marking === "TLP:RED" && isNamed ? { named: ["viewer"] } : {};
          const seen = { marking, origin: ORIGIN, author: AUTHOR, ...named };
          const label = `${person.role} ${person.standing} of ${person.organisation}, ${JSON.stringify(sharing)}`;
          expect(sees(person, seen, sharing), label).toBe(expected(cell, person, isNamed, sharing));
        }
      }
    }
  });

  it("has a cell for every marking and column", () => {
    expect(Object.keys(matrix.visible)).toEqual([...MARKINGS]);
    for (const row of Object.values(matrix.visible)) expect(Object.keys(row)).toEqual(Object.keys(COLUMNS));
  });
});

describe("an audience", () => {
  const audience = { organisations: ["bank"], sectors: ["health"], people: ["named"] };
  const inside = [
    viewer(),
    viewer({ organisation: "hosp", sector: "health" }),
    viewer({ person: "named", organisation: "fly" }),
    viewer({ person: AUTHOR, organisation: "fly" }),
    viewer({ organisation: ORIGIN }),
  ];

  it("keeps out whoever it does not hold", () => {
    const outside = viewer({ organisation: "fly", sector: "aviation" });
    for (const marking of MARKINGS)
      expect(sees(outside, { marking, origin: ORIGIN, author: AUTHOR, audience }, NO_SHARING)).toBe(false);
  });

  it("never widens what the marking allows", () => {
    for (const person of [...inside, viewer({ organisation: "fly" })]) {
      for (const marking of MARKINGS) {
        const plain = { marking, origin: ORIGIN, author: AUTHOR };
        if (!sees(person, plain, NO_SHARING)) expect(sees(person, { ...plain, audience }, NO_SHARING)).toBe(false);
      }
    }
  });

  it("holds its organisations, sectors and people, the origin and the author", () => {
    const seen = { marking: "TLP:GREEN", origin: ORIGIN, author: AUTHOR, audience } as const;
    for (const person of inside) expect(sees(person, seen, NO_SHARING)).toBe(true);
  });
});

describe("what guests wrote themselves", () => {
  const guest = viewer({ person: AUTHOR, standing: "provisional", organisation: ORIGIN });

  it("is not shown to another guest, nor TLP:RED to its provisional author", () => {
    for (const marking of ["TLP:AMBER", "TLP:AMBER+STRICT"] as const) {
      const seen = { marking, origin: ORIGIN, author: AUTHOR };
      expect(sees({ ...guest, person: "another" }, seen, NO_SHARING)).toBe(false);
      expect(sees(guest, seen, NO_SHARING)).toBe(true);
    }
    expect(sees(guest, { marking: "TLP:RED", origin: ORIGIN, author: AUTHOR }, NO_SHARING)).toBe(false);
  });
});

const people: fc.Arbitrary<Viewer> = fc
  .record({
    person: fc.nat(9).map((n) => `person-${n}`),
    organisation: fc.constantFrom(...ORGANISATIONS),
    role: fc.constantFrom(...ROLES),
    standing: fc.constantFrom("vouched" as const, "provisional" as const),
  })
  .map(({ organisation, ...rest }) => ({ ...rest, organisation: organisation.id, sector: organisation.sector }));

describe("classes and streams, in any log", () => {
  it("one class never holds two people with different answers", () => {
    fc.assert(
      fc.property(steps(40), people, people, fc.constantFrom(...SWITCHES), (list, one, another, sharing) => {
        const { entries, roster } = logOf(list);
        const { organisation, sector } = one;
        const two = { ...another, organisation, sector };
        if (one.person === two.person || classOf(one, roster.named) !== classOf(two, roster.named)) return;
        for (const { event, seen } of entries) {
          // A read mark makes no difference to a board.
          if (event.kind === "read.marked") continue;
          expect(sees(one, seen, sharing)).toBe(sees(two, seen, sharing));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("a person's class changes whenever a standing changes an answer", () => {
    fc.assert(
      fc.property(steps(30), people, (list, person) => {
        const { entries, roster } = logOf(list);
        const [before, after] = (["provisional", "vouched"] as const).map((standing) => ({ ...person, standing }));
        if (before === undefined || after === undefined) return;
        const differs = entries.some(({ seen }) => sees(before, seen, NO_SHARING) !== sees(after, seen, NO_SHARING));
        if (differs) expect(classOf(after, roster.named)).not.toBe(classOf(before, roster.named));
      }),
      { numRuns: 200 },
    );
  });

  it("brings an event to a viewer through one of the streams he listens to", () => {
    fc.assert(
      fc.property(steps(30), people, (list, person) => {
        for (const { seen } of logOf(list).entries) {
          if (sees(person, seen, NO_SHARING)) expect(streamsOf(person)).toContain(streamFor(person, seen));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("names people exactly when the answer is not one for the whole class", () => {
    expect(namesPeople({ marking: "TLP:RED", origin: null, author: AUTHOR })).toBe(true);
    expect(namesPeople({ marking: "TLP:GREEN", origin: null, author: AUTHOR, audience: { sectors: ["rail"] } })).toBe(
      true,
    );
    expect(namesPeople({ marking: "TLP:AMBER+STRICT", origin: ORIGIN, author: AUTHOR })).toBe(false);
  });
});

describe("an author who has become a guest", () => {
  const guest = viewer({ person: "somebody", role: "guest" });
  const item = { marking: "TLP:AMBER", origin: ORIGIN, author: AUTHOR } as const;
  const own = { ...item, author: guest.person };

  it("no longer sees what he put on the words of others, nor what he put on that", () => {
    const comment = standsOn(item, "item", guest.person);
    expect(sees(guest, comment, NO_SHARING)).toBe(false);
    expect(sees(guest, standsOn(comment, "comment", guest.person), NO_SHARING)).toBe(false);
    expect(sees(guest, { ...own, about: "item" }, NO_SHARING)).toBe(false);
    const audience = { organisations: ["hosp"] };
    expect(sees(viewer({ person: "somebody" }), standsOn({ ...item, audience }, "item", "somebody"), NO_SHARING)).toBe(
      false,
    );
  });

  it("sees his own words, and what he put on them", () => {
    expect(sees(guest, own, NO_SHARING)).toBe(true);
    const comment = standsOn(own, "item", guest.person);
    expect(sees(guest, comment, NO_SHARING)).toBe(true);
    expect(sees(guest, standsOn(comment, "comment", guest.person), NO_SHARING)).toBe(true);
  });
});
