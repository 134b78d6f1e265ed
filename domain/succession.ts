import type { Participant, Roster } from "./roster.ts";

/** Where in the order somebody stands; null for roles that never take command by themselves. */
const rankOf = (roster: Roster, { role, organisation }: Participant): number | null => {
  switch (role) {
    case "deputy":
      return 0;
    case "scribe":
      return 1;
    case "communications":
      return 2;
    case "liaison":
      return roster.organisations.get(organisation)?.part === "coordinator" ? 3 : 4;
    default:
      return null;
  }
};

/**
 * Who takes command when its holder is suspended, first to last: deputies, scribe, communications, liaisons of
 * coordinators, other liaisons, each by the time since they have that role. Whom nobody has vouched for takes nothing.
 */
export const successorsOf = (roster: Roster): Participant[] =>
  [...roster.people.values()]
    .flatMap((person) => {
      const isHere = roster.organisations.get(person.organisation)?.participation !== "left";
      const rank = person.standing === "vouched" && isHere ? rankOf(roster, person) : null;
      return rank === null ? [] : [{ person, rank }];
    })
    .sort((a, b) => a.rank - b.rank || Date.parse(a.person.roleSince) - Date.parse(b.person.roleSince))
    .map(({ person }) => person);
