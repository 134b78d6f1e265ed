import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event } from "#domain/event";
import type { ResetReason, Slice } from "#domain/protocol";
import { rewritten } from "#domain/rewrite";
import { applyToRoster, type Entry, noRoster, type Participant, type Roster } from "#domain/roster";
import { act, COMMANDER, logOf, type Step, steps, TestLog } from "#domain/testing";
import { sees, streamsOf, type Viewer } from "#domain/visibility";
import { Hall } from "./hall.ts";

/** One socket: which streams it listens to, the last number of each, and what it holds. */
type Ear = { person: string; viewer: Viewer; rooms: Set<string>; last: Map<string, number>; held: Event[] };

const isHere = (roster: Roster, person: string): Participant | null => {
  const here = roster.people.get(person);
  return here === undefined || roster.organisations.get(here.organisation)?.participation === "left" ? null : here;
};

/** A hall with everybody who may be in it, as the gateway runs it, beside a model that knows nothing of streams. */
class Model {
  readonly ears: Ear[] = [];
  readonly resets: { person: string; reason: ResetReason }[] = [];
  readonly hall: Hall<Ear>;
  private lines: Entry[] = [];
  private roster: Roster;
  /** Whom each line may reach: who may see it at its place. */
  private readonly allowed = new Map<string, Set<string>>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.write(entry);
    this.roster = entries.reduce(applyToRoster, noRoster);
    this.hall = new Hall<Ear>("incident", this.roster, {
      send: (stream, slice) => this.deliver(stream, slice),
      reset: (ear, reason) => {
        ear.rooms.clear();
        this.ears.splice(this.ears.indexOf(ear), 1);
        this.resets.push({ person: ear.person, reason });
      },
      cursor: String,
    });
  }

  join(person: string): Ear | null {
    const viewer = isHere(this.roster, person);
    if (viewer === null) return null;
    this.hall.flush();
    const ear: Ear = {
      person,
      viewer,
      rooms: new Set(streamsOf(viewer)),
      last: new Map(),
      held: this.readsNow(viewer),
    };
    this.hall.add(ear);
    this.ears.push(ear);
    for (const { stream, n } of this.hall.places(viewer)) ear.last.set(stream, n);
    return ear;
  }

  leave(ear: Ear): void {
    this.hall.remove(ear);
    this.ears.splice(this.ears.indexOf(ear), 1);
  }

  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.roster = applyToRoster(this.roster, entry);
      this.write(entry);
      const readers = [...this.roster.people.keys()].filter((person) => {
        const viewer = isHere(this.roster, person);
        return viewer !== null && sees(viewer, entry.seen, this.roster.sharing);
      });
      this.allowed.set(entry.event.id, new Set(readers));
    }
    this.hall.take(entries);
  }

  private write(entry: Entry): void {
    const { rewrite } = entry;
    this.lines = [...(rewrite === undefined ? this.lines : rewritten(this.lines, rewrite)), entry];
  }

  readsNow(viewer: Viewer): Event[] {
    return this.lines.filter((entry) => sees(viewer, entry.seen, this.roster.sharing)).map((entry) => entry.event);
  }

  /** Everybody who listens holds exactly what a fresh read would give him. */
  expectAllEqualFreshReads(): void {
    for (const ear of this.ears) {
      const viewer = isHere(this.roster, ear.person);
      expect(viewer, `${ear.person} listens and is not here`).not.toBeNull();
      if (viewer !== null) expect(ear.held, ear.person).toEqual(this.readsNow(viewer));
    }
  }

  private deliver(stream: string, slice: Slice): void {
    for (const ear of this.ears) {
      if (!ear.rooms.has(stream)) continue;
      const last = ear.last.get(slice.stream);
      expect(slice.n, `${stream} of ${ear.person} is not gapless`).toBe((last ?? Number.NaN) + 1);
      ear.last.set(slice.stream, slice.n);
      for (const event of slice.events) {
        expect(this.allowed.get(event.id), `${event.kind} reached ${ear.person}`).toContain(ear.person);
        ear.held.push(event);
      }
    }
  }
}

const everybody = [COMMANDER, ...Array.from({ length: 9 }, (_, index) => `person-${index + 1}`)];

describe("a hall, in any log", () => {
  it("reaches nobody who may not see a line, and everybody who may, once and in order", () => {
    fc.assert(
      fc.property(steps(25), steps(25), fc.infiniteStream(fc.nat(9)), (before, after, chance) => {
        const log = logOf(before);
        const model = new Model(log.entries);
        for (const person of everybody) model.join(person);
        for (const step of after) {
          const from = log.entries.length;
          act(log, step);
          model.take(log.entries.slice(from));
          const dice = chance.next().value;
          // Lines wait for the next flush, clients come back after a reset, others come and go.
          if (dice > 3) model.hall.flush();
          if (dice > 5)
            for (const person of everybody) if (model.ears.every((ear) => ear.person !== person)) model.join(person);
          const ear = model.ears[dice];
          if (dice === 1 && ear !== undefined) model.leave(ear);
          if (dice === 2) model.join(everybody[step.actor % everybody.length] ?? COMMANDER);
        }
        model.hall.flush();
        model.expectAllEqualFreshReads();
      }),
      { numRuns: 100 },
    );
  });
});

const step = (what: Step["what"], change: Partial<Step> = {}): Step => ({
  what,
  actor: 0,
  target: 0,
  marking: "TLP:AMBER",
  value: 1,
  named: [],
  narrowed: false,
  ...change,
});

/** A commander of `cert` and one more person, who comes as what the change says. */
const roomWith = (body: { organisation: string; role: Participant["role"]; standing: Participant["standing"] }) => {
  const log = new TestLog();
  const commander = log.roster.people.get(COMMANDER);
  if (commander === undefined) throw new Error("no commander");
  log.by(commander, { kind: "participant.joined", body: { person: { id: "other", name: "Other" }, ...body } });
  const model = new Model(log.entries);
  return { log, commander, model, ear: model.join("other") };
};

describe("who hears nothing more", () => {
  const liaison = { organisation: "air", role: "liaison", standing: "vouched" } as const;

  it("the removed, from the removal on, also within one batch", () => {
    const { log, commander, model, ear } = roomWith(liaison);
    const from = log.entries.length;
    log.by(commander, { kind: "incident.severity-set", body: { severity: 1, was: 2, reason: "worse" } });
    log.by(commander, { kind: "participant.removed", body: { person: "other", name: "Other", organisation: "air" } });
    log.by(commander, { kind: "incident.severity-set", body: { severity: 2, was: 1, reason: "better" } });
    model.take(log.entries.slice(from));
    model.hall.flush();
    expect(model.resets).toEqual([{ person: "other", reason: "removed" }]);
    expect(ear?.held.at(-1)).toMatchObject({ kind: "incident.severity-set", severity: 1 });
  });

  it("people of an organisation that left", () => {
    const { log, commander, model } = roomWith(liaison);
    const from = log.entries.length;
    log.by(commander, { kind: "organisation.left", body: { organisation: "air" } });
    model.take(log.entries.slice(from));
    expect(model.resets).toEqual([{ person: "other", reason: "removed" }]);
    expect(model.join("other")).toBeNull();
  });

  it.each([
    [
      "somebody whose role moved to a group that sees less",
      { kind: "participant.role-set", role: "observer" },
      "rights",
    ],
    ["somebody whom a vouching lets see more", { kind: "participant.vouched" }, "rights"],
  ] as const)("%s, until he joins again", (_what, { kind, ...change }, reason) => {
    const { log, commander, model } = roomWith({
      ...liaison,
      standing: kind === "participant.vouched" ? "provisional" : "vouched",
    });
    const from = log.entries.length;
    const body = { person: "other", name: "Other", organisation: "air", role: "liaison" as const, ...change };
    const { role, ...vouched } = body;
    log.by(commander, kind === "participant.vouched" ? { kind, body: vouched } : { kind, body: { ...vouched, role } });
    model.take(log.entries.slice(from));
    expect(model.resets).toEqual([{ person: "other", reason }]);
  });

  it("a guest whom a vouching lets see what names him", () => {
    const { log, commander, model } = roomWith({ organisation: "air", role: "guest", standing: "provisional" });
    log.by(commander, { kind: "participant.vouched", body: { person: "other", name: "Other", organisation: "air" } });
    model.take(log.entries.slice(-1));
    expect(model.resets).toEqual([{ person: "other", reason: "rights" }]);
  });

  it("nobody whom a change does not touch", () => {
    const { log, commander, model } = roomWith({ ...liaison, role: "observer" });
    model.join(COMMANDER);
    const from = log.entries.length;
    log.by(commander, { kind: "incident.sharing-set", body: { amberToObservers: true, amberToCommunications: false } });
    model.take(log.entries.slice(from));
    expect(model.resets).toEqual([{ person: "other", reason: "rights" }]);
  });

  it("those who held what was redacted or marked anew", () => {
    const { log, model } = roomWith(liaison);
    act(log, step("post"));
    const posted = log.entries.length;
    const again = new Model(log.entries);
    again.join("other");
    act(log, step("redact"));
    again.take(log.entries.slice(posted));
    expect(again.resets).toEqual([{ person: "other", reason: "redacted" }]);
    expect(model.resets).toEqual([]);
  });

  it("whom only words reached that are left from when the item was TLP:RED, once these are taken too", () => {
    const log = new TestLog();
    const commander = log.roster.people.get(COMMANDER);
    if (commander === undefined) throw new Error("no commander");
    const person = { id: "person-1", name: "Named" };
    log.by(commander, { kind: "participant.joined", body: { ...liaison, person } });
    act(log, step("post", { marking: "TLP:RED", named: [0] }));
    act(log, step("comment"));
    const words = log.entries.at(-1)?.event.id;
    act(log, step("mark", { marking: "TLP:AMBER+STRICT" }));
    const model = new Model(log.entries);
    expect(model.join(person.id)?.held.map(({ id }) => id)).toContain(words);
    act(log, step("mark", { marking: "TLP:RED" }));
    model.take(log.entries.slice(-1));
    expect(model.resets).toEqual([{ person: person.id, reason: "marking" }]);
    expect(model.join(person.id)?.held.map(({ id }) => id)).not.toContain(words);
  });
});

describe("a stream", () => {
  it("carries a hidden line not at all: no slice, no number, no change of the beat", () => {
    const { log, commander, model } = roomWith({ organisation: "air", role: "liaison", standing: "provisional" });
    const before = model.hall.beats();
    const from = log.entries.length;
    act(log, step("post", { marking: "TLP:AMBER" }));
    log.by(commander, { kind: "comment.posted", body: { on: "room", text: "hidden" } }, { marking: "TLP:AMBER" });
    model.take(log.entries.slice(from));
    expect(model.hall.pending).toBe(false);
    expect(model.hall.beats()).toEqual(before);
  });

  it("has an id that tells nothing and stays while the hall stands", () => {
    const { model, commander } = roomWith({ organisation: "air", role: "liaison", standing: "vouched" });
    const places = model.hall.places(commander);
    expect(new Set(places.map(({ stream }) => stream)).size).toBe(4);
    for (const { stream } of places) expect(stream).toMatch(/^[\w-]{22}$/);
    expect(model.hall.places(commander)).toEqual(places);
  });
});
