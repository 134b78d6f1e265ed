import type { DrillClock, Event } from "./event.ts";
import type { EventId, OrganisationId, PersonId } from "./ids.ts";
import { stricter } from "./marking.ts";
import { NO_SHARING, namesPeople, type Sharing, sees, type Viewer, type Visibility } from "./visibility.ts";
import type { Marking, Mode, Part, Participation, Phase } from "./words.ts";

export type Participant = Viewer & {
  readonly name: string;
  readonly joinedAt: string;
  /** Since when he has the role he has. */
  readonly roleSince: string;
};
export type RosterOrganisation = {
  id: OrganisationId;
  code: string;
  name: string;
  sector: string;
  part: Part;
  participation: Participation;
  /** What its people's items carry unless they say otherwise; null for the incident's own. */
  defaultMarking: Marking | null;
};

/** One past event whose visibility changed later in the log, or whose content went. */
export type Rewrite = {
  event: EventId;
  before: Visibility;
  after: Visibility | "redacted";
  /** What somebody may hold who holds the item neither before nor after: words left from when it was TLP:RED. */
  leftOver?: readonly { before: Visibility; after: Visibility }[];
};

/** Who is here, in which role, and what the rules are: folded from the log, so that rights change in log order. */
export type Roster = {
  title: string;
  severity: number;
  mode: Mode;
  phase: Phase;
  /** Closed and not reopened since, whatever the phase is called. */
  closed: boolean;
  restricted: boolean;
  defaultMarking: Marking;
  cadenceMin: number;
  declaredAt: string;
  clock: DrillClock | null;
  commander: PersonId;
  people: ReadonlyMap<PersonId, Participant>;
  organisations: ReadonlyMap<OrganisationId, RosterOrganisation>;
  sharing: Sharing;
  /** Everybody who was ever named on an item: each has a visibility class of his own. */
  named: ReadonlySet<PersonId>;
};

/** A line of the log as the server holds it: the event, its place and who may see it. */
export type Entry = {
  readonly n: number;
  readonly event: Event;
  readonly seen: Visibility;
  readonly rewrite?: Rewrite;
};

const emptyRoster: Roster = {
  title: "",
  severity: 5,
  mode: "real",
  phase: "responding",
  closed: false,
  restricted: false,
  defaultMarking: "TLP:AMBER",
  cadenceMin: 60,
  declaredAt: "1990-01-01T00:00:00.000Z",
  clock: null,
  commander: "",
  people: new Map(),
  organisations: new Map(),
  sharing: NO_SHARING,
  named: new Set(),
};

const withNamed = (roster: Roster, seen: Visibility): Roster => {
  const people = [...(seen.named ?? []), ...(seen.audience?.people ?? []), ...(namesPeople(seen) ? [seen.author] : [])];
  if (people.every((person) => roster.named.has(person))) return roster;
  return { ...roster, named: new Set([...roster.named, ...people]) };
};

const changePerson = (roster: Roster, id: PersonId, change: Partial<Participant>): Roster => {
  const person = roster.people.get(id);
  if (person === undefined) return roster;
  return { ...roster, people: new Map(roster.people).set(id, { ...person, ...change }) };
};

const changeOrganisation = (roster: Roster, id: OrganisationId, change: Partial<RosterOrganisation>): Roster => {
  const organisation = roster.organisations.get(id);
  if (organisation === undefined) return roster;
  return { ...roster, organisations: new Map(roster.organisations).set(id, { ...organisation, ...change }) };
};

const declared = (event: Extract<Event, { kind: "incident.declared" }>): Roster => {
  const organisations = new Map(
    event.organisations.map(({ id, code, name, sector, part }) => [
      id,
      { id, code, name, sector, part, participation: "invited" as const, defaultMarking: null },
    ]),
  );
  const { title, severity, mode, restricted, defaultMarking, cadenceMin } = event.incident;
  const commander: Participant = {
    person: event.by.person,
    name: event.by.name,
    organisation: event.by.organisation,
    sector: organisations.get(event.by.organisation)?.sector ?? "other",
    role: "commander",
    standing: "vouched",
    joinedAt: event.at,
    roleSince: event.at,
  };
  return {
    ...emptyRoster,
    title,
    severity,
    mode,
    restricted,
    defaultMarking,
    cadenceMin,
    declaredAt: event.at,
    clock: event.clock ?? null,
    commander: commander.person,
    people: new Map([[commander.person, commander]]),
    organisations,
  };
};

/** Folds one line of the log into the roster. */
export const applyToRoster = (before: Roster, entry: Entry): Roster => {
  const event = entry.event;
  const roster = event.kind === "read.marked" ? before : withNamed(before, entry.seen);
  switch (event.kind) {
    case "incident.declared":
      return declared(event);
    case "incident.severity-set":
      return { ...roster, severity: event.severity };
    case "incident.phase-set":
      return { ...roster, phase: event.phase };
    case "incident.sharing-set":
      return {
        ...roster,
        sharing: { amberToObservers: event.amberToObservers, amberToCommunications: event.amberToCommunications },
      };
    case "incident.closed":
      return { ...roster, phase: "closed", closed: true };
    case "incident.reopened":
      return { ...roster, phase: "responding", closed: false };
    case "drill.paced":
      return { ...roster, clock: event.clock };
    case "command.assumed": {
      const before = changePerson(roster, event.was, { role: "observer", roleSince: event.at });
      return { ...changePerson(before, event.to, { role: "commander", roleSince: event.at }), commander: event.to };
    }
    case "organisation.entered": {
      const { id, code, name, sector, part } = event.organisation;
      const organisation: RosterOrganisation = {
        id,
        code,
        name,
        sector,
        part,
        participation: "invited",
        defaultMarking: null,
      };
      return { ...roster, organisations: new Map(roster.organisations).set(id, organisation) };
    }
    case "organisation.answered":
      return changeOrganisation(roster, event.organisation, { participation: event.state });
    case "organisation.default-marking-set":
      return changeOrganisation(roster, event.organisation, { defaultMarking: event.to });
    case "organisation.left":
      return changeOrganisation(roster, event.organisation, { participation: "left" });
    case "participant.joined": {
      const { person, organisation, role, standing } = event;
      const sector = roster.organisations.get(organisation)?.sector ?? "other";
      const joined: Participant = {
        person: person.id,
        name: person.name,
        organisation,
        sector,
        role,
        standing,
        joinedAt: event.at,
        roleSince: event.at,
      };
      return { ...roster, people: new Map(roster.people).set(person.id, joined) };
    }
    case "participant.role-set": {
      const sector = roster.organisations.get(event.organisation)?.sector ?? "other";
      const { role, organisation } = event;
      const isSame = roster.people.get(event.person)?.role === role;
      return changePerson(roster, event.person, {
        ...{ role, organisation, sector },
        ...(isSame ? {} : { roleSince: event.at }),
      });
    }
    case "participant.vouched":
      return changePerson(roster, event.person, { standing: "vouched" });
    case "participant.removed": {
      const people = new Map(roster.people);
      people.delete(event.person);
      return { ...roster, people };
    }
    default:
      return entry.rewrite?.after !== undefined && entry.rewrite.after !== "redacted"
        ? withNamed(roster, entry.rewrite.after)
        : roster;
  }
};

/** The person as the roster knows him now; null when he, or the organisation he speaks for, is not in the incident. */
export const participantIn = (roster: Roster, person: PersonId): Participant | null => {
  const participant = roster.people.get(person);
  const organisation = participant && roster.organisations.get(participant.organisation);
  return participant === undefined || organisation?.participation === "left" ? null : participant;
};

/** What an item of the organisation carries when its author says nothing: the stricter of its own and the incident's. */
export const defaultMarkingOf = (roster: Roster, organisation: OrganisationId): Marking =>
  stricter(roster.defaultMarking, roster.organisations.get(organisation)?.defaultMarking ?? roster.defaultMarking);

/** The roster before the first line. */
export const noRoster = emptyRoster;

/**
 * Does this line change what the viewer holds of the past (a marking moved, content went, sharing switched)?
 * Then what he holds is dropped and read anew.
 */
export const changesPast = (viewer: Viewer, entry: Entry, before: Sharing, after: Sharing): boolean => {
  const rewrite = entry.rewrite;
  if (rewrite !== undefined) {
    const saw = sees(viewer, rewrite.before, before);
    if (rewrite.after === "redacted") return saw;
    if (saw || sees(viewer, rewrite.after, after)) return true;
    const { leftOver = [] } = rewrite;
    return leftOver.some((words) => sees(viewer, words.before, before) !== sees(viewer, words.after, after));
  }
  if (entry.event.kind !== "incident.sharing-set") return false;
  if (viewer.standing === "provisional") return false;
  return (
    (viewer.role === "observer" && before.amberToObservers !== after.amberToObservers) ||
    (viewer.role === "communications" && before.amberToCommunications !== after.amberToCommunications)
  );
};
