import fc from "fast-check";
import type { By } from "./actor.ts";
import type { Event, EventBodies, EventKind } from "./event.ts";
import { raises } from "./marking.ts";
import { markedAnew, rewritten, saysSo } from "./rewrite.ts";
import { applyToRoster, type Entry, noRoster, type Participant, type Rewrite, type Roster } from "./roster.ts";
import { ontoOf, sees, standsOn, type Visibility } from "./visibility.ts";
import { EXPOSURES, MARKINGS, type Marking, ROLES, SOURCES, STANDINGS, STATUSES } from "./words.ts";

/** Support for tests: logs of an incident as nobody would write them by hand. */

export const START = Date.parse("2026-01-01T00:00:00Z");
export const MINUTE = 60_000;
export const minute = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

export const ORGANISATIONS = [
  { id: "cert", sector: "government" },
  { id: "air", sector: "aviation" },
  { id: "fly", sector: "aviation" },
  { id: "bank", sector: "banking" },
] as const;
export const HOME = ORGANISATIONS[0].id;
export const COMMANDER = "person-0";

const facts = (index: number) => {
  const { id, sector } = ORGANISATIONS[index % ORGANISATIONS.length] ?? ORGANISATIONS[0];
  return { id, name: `Organisation ${id}`, code: id.toUpperCase(), sector, part: "affected" } as const;
};

type Draft = { [K in EventKind]: { kind: K; body: EventBodies[K] } }[EventKind];
type Written = Draft & { by: By; seen: Visibility; rewrite?: Rewrite };

/** Writes lines one after the other and keeps the roster that they make. */
export class TestLog {
  readonly entries: Entry[] = [];
  /** The log as a fresh read finds it now: earlier lines as later ones left them. */
  lines: Entry[] = [];
  roster: Roster = noRoster;

  constructor(defaultMarking: Marking = "TLP:AMBER") {
    const commander = { person: COMMANDER, name: "Commander", organisation: HOME, role: "commander" } as const;
    this.write({
      kind: "incident.declared",
      body: {
        incident: {
          id: "incident",
          title: "Outage",
          severity: 2,
          mode: "real",
          cadenceMin: 60,
          restricted: false,
          defaultMarking,
        },
        organisations: ORGANISATIONS.map((_organisation, index) => facts(index)),
      },
      by: commander,
      seen: { marking: "TLP:GREEN", origin: HOME, author: COMMANDER },
    });
  }

  /** Each line is written a minute after the one before. */
  write({ kind, body, by, seen, rewrite }: Written): Entry {
    const n = this.entries.length + 1;
    const envelope = { id: `event-${n}`, at: minute(n), by, command: `command-${n}`, marking: seen.marking };
    const event = { ...body, ...envelope, kind } as Event;
    const entry: Entry = { n, event, seen, ...(rewrite === undefined ? {} : { rewrite }) };
    this.entries.push(entry);
    this.lines = [...(rewrite === undefined ? this.lines : rewritten(this.lines, rewrite)), entry];
    this.roster = applyToRoster(this.roster, entry);
    return entry;
  }

  by(actor: Participant, draft: Draft, seen: Partial<Visibility> = {}, rewrite?: Rewrite): Entry {
    const { person, name, organisation, role } = actor;
    return this.write({
      ...draft,
      by: { person, name, organisation, role },
      seen: { marking: "TLP:GREEN", origin: organisation, author: person, ...seen },
      ...(rewrite === undefined ? {} : { rewrite }),
    });
  }
}

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

/** One thing that happens; the numbers choose among what is there when it happens. */
export type Step = {
  what: What;
  actor: number;
  target: number;
  marking: Marking;
  value: number;
  named: number[];
  narrowed: boolean;
};
export const WHATS = [
  ...["post", "post", "post", "post", "relay", "correct", "renew", "comment", "acknowledge", "pin"],
  ...["redact", "mark", "mark", "join", "join", "join", "vouch", "role", "remove", "leave", "enter", "share", "read"],
  ...["severity", "close", "reopen"],
] as const;
type What = (typeof WHATS)[number];

export const steps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      what: fc.constantFrom(...WHATS),
      actor: fc.nat(50),
      target: fc.nat(50),
      marking: fc.constantFrom(...MARKINGS),
      value: fc.nat(1000),
      named: fc.array(fc.nat(50), { maxLength: 2 }),
      narrowed: fc.boolean(),
    }),
    { maxLength, size: "max" },
  );

const personId = (index: number): string => `person-${1 + (index % 9)}`;

const posted = (log: TestLog, actor: Participant, organisation: string, step: Step, corrects?: Entry): void => {
  const { value, marking } = step;
  const relayed = organisation !== actor.organisation;
  const people = step.named.map(personId);
  const narrow = step.narrowed && marking !== "TLP:RED";
  const audience = value % 2 === 0 ? { organisations: [facts(value).id] } : { sectors: ["aviation"], people };
  const at = minute(log.entries.length + 1);
  const body: EventBodies["update.posted"] = {
    organisation,
    asOf: at,
    asOfPrecision: "minute",
    source: relayed ? "phone" : (pick(SOURCES, value) ?? "own"),
    confidence: "confirmed",
    ...(value % 3 === 0 ? {} : { status: pick(STATUSES, value) ?? "down" }),
    ...(value % 5 === 0 ? { exposure: pick(EXPOSURES, value) ?? "checking" } : {}),
    ...(value % 2 === 0 ? { figures: [{ metric: "machines_affected", value }] } : {}),
    ...(value % 7 === 0 ? { text: `text ${value}` } : {}),
    ...(value % 11 === 0 ? { nextDue: minute(log.entries.length + value) } : {}),
    ...(relayed ? { relayed: true } : {}),
    ...(corrects === undefined ? {} : { corrects: corrects.event.id }),
  };
  log.by(
    actor,
    { kind: "update.posted", body },
    {
      marking: corrects?.seen.marking ?? marking,
      origin: organisation,
      ...(narrow && corrects === undefined ? { audience } : {}),
      ...(corrects?.seen.audience === undefined ? {} : { audience: corrects.seen.audience }),
      ...(marking === "TLP:RED" ? { named: people } : {}),
      ...(corrects?.seen.named === undefined ? {} : { named: corrects.seen.named }),
      ...(corrects === undefined ? {} : { about: corrects.event.id, ...ontoOf(corrects.seen, actor.person) }),
    },
  );
};

const marked = (log: TestLog, actor: Participant, update: Entry, step: Step): void => {
  const { seen: before } = update;
  const { named: _named, ...rest } = before;
  const { marking } = step;
  const on = log.lines.find(({ event }) => event.id === before.about);
  if (on !== undefined && raises(marking, on.seen.marking)) return;
  const after = { ...rest, marking, ...(marking === "TLP:RED" ? { named: step.named.map(personId) } : {}) };
  const body = { event: update.event.id, to: marking, was: before.marking, reason: "care" };
  const rewrite = markedAnew(update, log.lines, after);
  log.by(actor, { kind: "update.marking-set", body }, saysSo(update.event.id, before, after), rewrite);
};

/** What is there when a step happens. */
type Scene = {
  actor: Participant;
  other: Participant;
  organisation: ReturnType<typeof facts>;
  /** An update that was not redacted, and who may see what stands on it. */
  update: Entry | undefined;
  like: Visibility | undefined;
};
type Act = (log: TestLog, scene: Scene, step: Step) => void;

const onUpdate: Partial<Record<What, Act>> = {
  correct: (log, { actor, update }, step) => {
    if (update?.event.kind !== "update.posted" || update.event.by.person !== actor.person) return;
    posted(log, actor, update.event.organisation, step, update);
  },
  renew: (log, { actor, like }) => {
    log.by(actor, { kind: "update.renewed", body: { organisation: actor.organisation } }, like);
  },
  comment: (log, { actor, update, like }) => {
    log.by(actor, { kind: "comment.posted", body: { on: update?.event.id ?? "room", text: "comment" } }, like);
  },
  acknowledge: (log, { actor, update, like }) => {
    if (update === undefined) return;
    const body = { event: update.event.id, organisation: actor.organisation };
    log.by(actor, { kind: "event.acknowledged", body }, like);
  },
  pin: (log, { actor, update, like }) => {
    if (update !== undefined) log.by(actor, { kind: "event.pinned", body: { event: update.event.id } }, like);
  },
  redact: (log, { actor, update, like }) => {
    if (update === undefined) return;
    const event = update.event.id;
    const rewrite = { event, before: update.seen, after: "redacted" } as const;
    log.by(actor, { kind: "update.redacted", body: { event, reason: "wrong" } }, like, rewrite);
  },
  mark: (log, { actor, update }, step) => {
    if (update !== undefined) marked(log, actor, update, step);
  },
};

const onPeople: Partial<Record<What, Act>> = {
  join: (log, { actor, organisation }, step) => {
    const person = { id: personId(step.actor), name: `Person ${step.actor}` };
    if (log.roster.people.has(person.id)) return;
    const role = pick(ROLES.slice(1), step.value) ?? "observer";
    const standing = pick(STANDINGS, step.value) ?? "provisional";
    log.by(actor, { kind: "participant.joined", body: { person, organisation: organisation.id, role, standing } });
  },
  vouch: (log, { actor, other }) => {
    const { person, name, organisation, standing } = other;
    if (standing === "provisional")
      log.by(actor, { kind: "participant.vouched", body: { person, name, organisation } });
  },
  role: (log, { actor, other, organisation }, step) => {
    const { person, name } = other;
    const role = pick(ROLES.slice(1), step.value) ?? "observer";
    const moved = step.narrowed ? organisation.id : other.organisation;
    if (other.role === "commander") return;
    log.by(actor, { kind: "participant.role-set", body: { person, name, role, organisation: moved } });
  },
  remove: (log, { actor, other }) => {
    const { person, name, organisation, role } = other;
    if (role !== "commander") log.by(actor, { kind: "participant.removed", body: { person, name, organisation } });
  },
  leave: (log, { actor, organisation }) => {
    if (organisation.id === HOME || log.roster.organisations.get(organisation.id)?.participation === "left") return;
    log.by(actor, { kind: "organisation.left", body: { organisation: organisation.id } });
  },
  enter: (log, { actor, organisation }) => {
    if (log.roster.organisations.get(organisation.id)?.participation !== "left") return;
    log.by(actor, { kind: "organisation.entered", body: { organisation } });
  },
};

const ACTS: Partial<Record<What, Act>> = {
  ...onUpdate,
  ...onPeople,
  post: (log, { actor }, step) => posted(log, actor, actor.organisation, step),
  relay: (log, { actor, organisation }, step) => posted(log, actor, organisation.id, step),
  read: (log, { actor }) => {
    const seen = { marking: "TLP:RED", origin: null, named: [actor.person] } as const;
    log.by(actor, { kind: "read.marked", body: { upTo: minute(log.entries.length) } }, seen);
  },
  share: (log, { actor }, step) => {
    const body = { amberToObservers: step.narrowed, amberToCommunications: step.value % 2 === 0 };
    log.by(actor, { kind: "incident.sharing-set", body });
  },
  severity: (log, { actor }) => {
    log.by(actor, { kind: "incident.severity-set", body: { severity: 1, was: 2, reason: "worse" } });
  },
  close: (log, { actor }) => {
    log.by(actor, { kind: "incident.closed", body: { resolution: "done" } });
  },
  reopen: (log, { actor }) => {
    log.by(actor, { kind: "incident.reopened", body: { reason: "not done" } });
  },
};

const isHere = ({ organisations }: Roster, person: Participant): boolean =>
  organisations.get(person.organisation)?.participation !== "left";

/** Does what a step says, when it can be done; otherwise nothing happens. */
export const act = (log: TestLog, step: Step): void => {
  const people = [...log.roster.people.values()].filter((person) => isHere(log.roster, person));
  const [actor, other] = [pick(people, step.actor), pick(people, step.target)];
  if (actor === undefined || other === undefined) return;
  const updates = log.lines.filter(
    ({ event, seen }) => event.kind === "update.posted" && sees(actor, seen, log.roster.sharing),
  );
  const update = pick(updates, step.target);
  const like = update && standsOn(update.seen, update.event.id, actor.person);
  ACTS[step.what]?.(log, { actor, other, organisation: facts(step.target), update, like }, step);
};

/** A log in which all of this happened. */
export const logOf = (list: readonly Step[]): TestLog => {
  const log = new TestLog();
  for (const step of list) act(log, step);
  return log;
};
