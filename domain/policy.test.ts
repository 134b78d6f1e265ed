import { describe, expect, it } from "vitest";
import matrix from "./access-matrix.json" with { type: "json" };
import type { Actor } from "./actor.ts";
import { COMMAND_KINDS } from "./command.ts";
import { ACTIONS_OF, type Action, may, POLICY, type Target } from "./policy.ts";
import { ROLES, type Role } from "./words.ts";

type Rules = Partial<Record<string, string>>;
type Table = Record<string, Rules>;

const policy: Table = POLICY;
/** What is done beyond any incident: the doors ask for it. */
const BEYOND = ["incident.declare", "token.manage", "directory", "members", "installation"];
/** Who acts or reads in an incident: in a role, or for an organisation of it. */
const COLUMNS = [...ROLES, "org_admin", "org_auditor"] as const;
/** Rows of the matrix that a command in an incident comes under. */
const wanted: Table = Object.fromEntries(
  matrix.actions
    .filter(({ id }) => !BEYOND.includes(id))
    .map(({ id, rules }) => {
      const effective = Object.entries<string>(rules).filter(
        ([role, rule]) => COLUMNS.some((known) => known === role) && !matrix.withoutEffectAlone.includes(rule),
      );
      return [id, Object.fromEntries(effective)];
    }),
);

/** Every cell in which two tables differ. */
const differences = (one: Table, other: Table): string[] => {
  const actions = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...actions].flatMap((action) =>
    COLUMNS.filter((role) => one[action]?.[role] !== other[action]?.[role]).map((role) => `${action} of ${role}`),
  );
};

const without = (table: Table, action: string, role: string): Table => ({
  ...table,
  [action]: { ...table[action], [role]: undefined },
});

const actor = (role: Role, change: Partial<Actor> = {}): Actor => ({
  person: "actor",
  name: "Actor",
  organisation: "own",
  sector: "health",
  role,
  standing: "vouched",
  ...change,
});

/** Targets that a rule could let somebody through with. */
const TARGETS: Target[] = [
  {},
  { organisation: "own", author: "actor", person: "actor", commander: "actor", role: "observer", question: true },
  { organisation: "own", author: "other", person: "other", commander: "third", role: "guest", question: true },
  { organisation: "other", author: "other", person: "other", commander: "third", role: "scribe", question: true },
  { organisation: "other", author: "actor", person: "other", commander: "third", role: "observer" },
];

describe("who may not", () => {
  it("let anybody do what has no cell", () => {
    for (const action of Object.keys(POLICY) as Action[]) {
      for (const role of ROLES) {
        if (policy[action]?.[role] !== undefined) continue;
        for (const target of TARGETS) expect(may(actor(role), action, target), `${action} of ${role}`).toBe(false);
      }
    }
  });

  it("lets nobody unvouched do more than speak for the own organisation, react and answer", () => {
    const allowed = new Set<string>();
    for (const action of Object.keys(POLICY) as Action[])
      for (const role of ROLES)
        for (const target of TARGETS)
          if (may(actor(role, { standing: "provisional" }), action, target)) allowed.add(action);
    expect(allowed).toEqual(
      new Set([
        ...["incident.see", "update.read", "update.post", "status.set", "update.correct"],
        ...["event.acknowledge", "comment.post", "read.mark", "organisation.answer"],
      ]),
    );
  });

  it.each<[Role, Action, Target]>([
    ["responder", "update.post", { organisation: "other" }],
    ["liaison", "status.set", { organisation: "other" }],
    ["responder", "status.set", { organisation: "own" }],
    ["liaison", "update.relay", { organisation: "other" }],
    ["commander", "update.relay", { organisation: "own" }],
    ["commander", "update.correct", { author: "other" }],
    ["responder", "update.redact", { author: "other", organisation: "own" }],
    ["liaison", "update.redact", { author: "actor", organisation: "other" }],
    ["commander", "marking.lower", { author: "actor", organisation: "own" }],
    ["liaison", "marking.lower", { author: "actor", organisation: "other" }],
    ["responder", "marking.raise", { author: "other", organisation: "own" }],
    ["auditor", "event.acknowledge", {}],
    ["commander", "person.remove", { person: "actor" }],
    ["deputy", "person.remove", { person: "other", commander: "other" }],
    ["liaison", "person.remove", { person: "other", organisation: "other", commander: "third" }],
    ["liaison", "person.remove", { person: "other", organisation: "own", commander: "other" }],
    ["deputy", "organisation.enter-leave", {}],
    ["commander", "role.give", { role: "commander" }],
    ["deputy", "role.give", { role: "deputy" }],
    ["deputy", "role.give", { role: "auditor" }],
    ["deputy", "role.give", {}],
    ["commander", "person.add", { organisation: "other", role: "observer" }],
    ["liaison", "person.add", { organisation: "other", role: "guest" }],
    ["observer", "comment.post", { question: false }],
    ["deputy", "incident.close", {}],
    ["deputy", "incident.set-sharing", {}],
    ["deputy", "drill.pace", {}],
    ["liaison", "organisation.set-cadence", { organisation: "other" }],
    ["liaison", "participant.vouch", { organisation: "other" }],
    ["liaison", "invitation.manage", { organisation: "other" }],
    ["responder", "export", {}],
  ])("%s: %s to %o", (role, action, target) => {
    expect(may(actor(role), action, target)).toBe(false);
  });
});

describe("who administers an organisation", () => {
  const outside = (action: Action, target: Target): boolean =>
    may({ ...actor("liaison"), role: "org_admin", administers: ["own"] }, action, target);
  const inside = (action: Action, target: Target): boolean =>
    may(actor("observer", { organisation: "other", administers: ["own"] }), action, target);

  it.each<[Action, Target]>([
    ["participant.vouch", { organisation: "other" }],
    ["participant.vouch", {}],
    ["person.remove", { organisation: "own", person: "other", commander: "other" }],
    ["organisation.enter-leave", {}],
    ["organisation.enter-leave", { organisation: "other" }],
    ["update.redact", { organisation: "other", author: "actor" }],
    ["update.post", { organisation: "own" }],
    ["update.read", {}],
    ["export", {}],
  ])("may not: %s to %o", (action, target) => {
    expect(outside(action, target)).toBe(false);
  });

  it.each<[Action, Target]>([
    ["participant.vouch", { organisation: "own" }],
    ["person.remove", { organisation: "own", person: "other", commander: "third" }],
    ["organisation.enter-leave", { organisation: "own" }],
    ["update.redact", { organisation: "own", author: "other" }],
  ])("may, with a role or without: %s to %o", (action, target) => {
    expect([outside(action, target), inside(action, target)]).toEqual([true, true]);
  });
});

describe("who may", () => {
  it.each<[Role, Action, Target]>([
    ["responder", "update.post", { organisation: "own" }],
    ["liaison", "status.set", { organisation: "own" }],
    ["scribe", "update.relay", { organisation: "other" }],
    ["responder", "update.correct", { author: "actor" }],
    ["liaison", "update.redact", { author: "other", organisation: "own" }],
    ["communications", "update.redact", { author: "actor", organisation: "other" }],
    ["liaison", "marking.lower", { author: "other", organisation: "own" }],
    ["scribe", "marking.raise", { author: "other", organisation: "other" }],
    ["commander", "person.remove", { person: "other" }],
    ["deputy", "person.remove", { person: "other", commander: "third" }],
    ["commander", "role.give", { role: "auditor" }],
    ["deputy", "role.give", { role: "scribe" }],
    ["commander", "person.add", { organisation: "other", role: "guest" }],
    ["observer", "comment.post", { question: true }],
    ["guest", "comment.post", {}],
    ["liaison", "organisation.set-cadence", { organisation: "own" }],
    ["liaison", "invitation.manage", { organisation: "own" }],
  ])("%s: %s to %o", (role, action, target) => {
    expect(may(actor(role), action, target)).toBe(true);
  });
});

describe("the policy and the access matrix", () => {
  it("agree in every cell", () => {
    expect(differences(policy, wanted)).toEqual([]);
    expect(new Set(Object.keys(policy))).toEqual(new Set(Object.keys(wanted)));
  });

  it("would differ without any one of the policy's cells, and with any one more", () => {
    for (const action of Object.keys(wanted)) {
      for (const role of COLUMNS) {
        const cell = wanted[action]?.[role];
        const changed = cell === undefined ? { ...policy, [action]: { ...policy[action], [role]: "yes" } } : null;
        expect(differences(changed ?? without(policy, action, role), wanted)).toEqual([`${action} of ${role}`]);
      }
    }
  });

  it("know the same roles, and every rule has its meaning", () => {
    expect(matrix.roles.slice(0, COLUMNS.length)).toEqual([...COLUMNS]);
    expect(matrix.roles.slice(COLUMNS.length)).toEqual([
      ...["platform_admin", "platform_auditor"],
      ...["org_member_not_in_incident", "suspended", "anonymous"],
    ]);
    const rules = matrix.actions.flatMap((action) => Object.values<string>(action.rules));
    expect(new Set(rules)).toEqual(new Set(Object.keys(matrix.values)));
  });

  it("have a row for every kind of command", () => {
    const rows = Object.fromEntries(
      COMMAND_KINDS.map((kind) => [
        kind,
        matrix.actions.filter(({ commands }) => commands.some((command) => command === kind)).map(({ id }) => id),
      ]),
    );
    expect(rows).toEqual({ ...ACTIONS_OF, "incident.declare": ["incident.declare"] });
    const commands = matrix.actions.flatMap((action) => action.commands);
    expect(commands.filter((kind) => !COMMAND_KINDS.some((known) => known === kind))).toEqual([]);
  });
});
