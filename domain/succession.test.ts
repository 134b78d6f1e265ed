import { describe, expect, it } from "vitest";
import { applyToRoster, noRoster, type Roster } from "./roster.ts";
import { successorsOf } from "./succession.ts";
import { COMMANDER, HOME, minute, TestLog } from "./testing.ts";
import type { Part, Role, Standing } from "./words.ts";

const roster = (
  people: readonly [
    name: string,
    role: Role,
    since: number,
    more?: { part?: Part; standing?: Standing; left?: true },
  ][],
): Roster => {
  const { roster: first } = new TestLog();
  const commander = first.people.get(COMMANDER);
  const home = first.organisations.get(HOME);
  if (commander === undefined || home === undefined) throw new Error("nobody declared it");
  const organisations = new Map(first.organisations);
  const here = new Map(first.people);
  for (const [person, role, since, { part = "affected", standing = "vouched", left } = {}] of people) {
    organisations.set(person, { ...home, id: person, part, participation: left ? "left" : "taking-part" });
    const [roleSince, name] = [minute(since), person];
    here.set(person, { ...commander, person, name, organisation: person, role, standing, roleSince });
  }
  return { ...first, organisations, people: here };
};
const order = (of: Roster): string[] => successorsOf(of).map(({ person }) => person);

describe("who takes command", () => {
  it("is nobody who only works, reads or visits, nobody unvouched, and nobody whose organisation has left", () => {
    const { people } = new TestLog().roster;
    expect(people.size).toBe(1);
    expect(
      order(
        roster([
          ["responder", "responder", 1],
          ["observer", "observer", 1],
          ["auditor", "auditor", 1],
          ["guest", "guest", 1],
          ["newcomer", "deputy", 1, { standing: "provisional" }],
          ["gone", "deputy", 1, { left: true }],
        ]),
      ),
    ).toEqual([]);
  });

  it("goes by role, then by the time since somebody has it", () => {
    const people = roster([
      ["liaison", "liaison", 1],
      ["coordinating later", "liaison", 5, { part: "coordinator" }],
      ["coordinating", "liaison", 4, { part: "coordinator" }],
      ["communications", "communications", 2],
      ["scribe", "scribe", 8],
      ["deputy later", "deputy", 9],
      ["deputy", "deputy", 7],
      ["vendor", "liaison", 3, { part: "vendor" }],
    ]);
    expect(order(people)).toEqual([
      ...["deputy", "deputy later", "scribe", "communications"],
      ...["coordinating", "coordinating later", "liaison", "vendor"],
    ]);
  });
});

it("leaves one commander at every place of the log, who was is an observer", () => {
  const log = new TestLog();
  const by = log.roster.people.get(COMMANDER);
  if (by === undefined) throw new Error("nobody declared it");
  const join = (id: string, role: Role): void => {
    const person = { id, name: id };
    log.by(by, { kind: "participant.joined", body: { person, organisation: HOME, role, standing: "vouched" } });
  };
  join("deputy", "deputy");
  join("liaison", "liaison");
  const pass = (to: string, was: string) =>
    log.by(by, { kind: "command.assumed", body: { to, name: to, organisation: HOME, was, reason: "gone" } });
  pass("deputy", COMMANDER);
  pass("liaison", "deputy");
  let now = noRoster;
  for (const entry of log.entries) {
    now = applyToRoster(now, entry);
    const commanders = [...now.people.values()].filter(({ role }) => role === "commander");
    expect(commanders.map(({ person }) => person)).toEqual([now.commander]);
  }
  expect(now.commander).toBe("liaison");
  expect(now.people.get(COMMANDER)?.role).toBe("observer");
});
