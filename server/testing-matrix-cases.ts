import { ROLES, type Role } from "#domain/words";
import matrix from "../domain/access-matrix.json" with { type: "json" };
import { type Identity, type Items, isNobody, type Room, type World } from "./testing-matrix.ts";

/** Support for tests of the access matrix: each kind of command at everything it could be done to, and what the table says. */

export type Verdict = "allowed" | "forbidden" | "not-found" | "unauthenticated";

/** What a cell of the table asks about. */
type Facts = {
  organisation?: "own" | "other";
  author?: "self" | "colleague" | "foreigner";
  person?: "self" | "colleague" | "foreigner" | "commander" | "guest" | "newcomer";
  role?: Role;
  question?: boolean;
};

export type Case = {
  kind: string;
  /** Every one of these rows must allow it. */
  actions: string[];
  facts?: Facts;
  /** The item it is about: who may see it is another table. */
  item?: "mine" | keyof Items;
  /** An item may be named without being seen. */
  byReference?: true;
  /** What the kind asks for beyond the table. */
  only?: (room: Room, identity: Identity) => boolean;
  fields: (room: Room, world: World, identity: Identity) => Record<string, unknown>;
};

const rank = (role: string): number => (ROLES as readonly string[]).indexOf(role);

/** What the rule of a cell says of these facts, as its meaning in the matrix reads. */
const RULES: Record<string, (facts: Facts, column: string) => boolean> = {
  yes: () => true,
  "own-only": () => true,
  "if-own-org-takes-part": () => true,
  "up-to-green-or-named": () => true,
  "this-incident": () => true,
  // Whoever may see some rows opens the door; which ones they are is asked of each.
  "own-org-rows": ({ organisation = "own" }) => organisation === "own",
  own: ({ author }) => author === "self",
  "own-org": ({ organisation }) => organisation === "own",
  "own-org-by-reference": ({ organisation }) => organisation === "own",
  "withdraw-own-org": ({ organisation }) => organisation === "own",
  "own-org-not-commander": ({ organisation, person }) => organisation === "own" && person !== "commander",
  "yes-not-self": ({ person }) => person !== "self",
  "yes-not-commander": ({ person }) => person !== "commander",
  "relay-only": ({ organisation }) => organisation === "other",
  "below-own-role": ({ role = "commander" }, column) => role !== "commander" && rank(role) > rank(column),
  "scribe-and-lower": ({ role = "auditor" }) => role !== "auditor" && rank(role) >= rank("scribe"),
  "question-only": ({ question }) => question === true,
};

const swapped = (facts: Facts): Facts =>
  facts.organisation === undefined ? facts : { ...facts, organisation: facts.organisation === "own" ? "other" : "own" };

/** Does the table allow the action to this column? What has no cell, or no effect by itself, is a no. */
export const cellAllows = (action: string, { column, standing, belongsTo }: Identity, facts: Facts = {}): boolean => {
  if (standing === "provisional" && !matrix.provisional.includes(action)) return false;
  const row = matrix.actions.find(({ id }) => id === action);
  const cell = new Map<string, string>(Object.entries(row?.rules ?? {})).get(column);
  const rule = cell === undefined ? undefined : RULES[cell];
  return rule?.(belongsTo === "other" ? swapped(facts) : facts, column) ?? false;
};

const isHidden = (item: NonNullable<Case["item"]>, { isInside }: Identity): boolean =>
  !isInside || item === "hiddenForeign" || item === "hiddenOwn";

const ownerOf = (item: NonNullable<Case["item"]>): "own" | "other" =>
  item === "foreigner" || item === "hiddenForeign" ? "other" : "own";

/** Does the table have this very rule for the column? */
export const cellIs = (action: string, { column }: Identity, rule: string): boolean =>
  new Map<string, string>(Object.entries(matrix.actions.find(({ id }) => id === action)?.rules ?? {})).get(column) ===
  rule;

/** What the matrix answers to this identity in an incident of his, or in one that he knows nothing of. */
export const expected = (room: Room, identity: Identity, one: Case): Verdict => {
  if (isNobody(identity)) return "unauthenticated";
  if (!identity.isInside && identity.administers === null) return "not-found";
  // Whoever is not in the incident is none of its people.
  if (!identity.isInside && one.facts?.person === "self") return "not-found";
  const allowed =
    one.actions.every((action) => cellAllows(action, identity, one.facts)) && (one.only?.(room, identity) ?? true);
  if (one.item === undefined || !isHidden(one.item, identity)) return allowed ? "allowed" : "forbidden";
  // From outside nobody has written anything here.
  if (one.item === "mine") return "not-found";
  return one.byReference && allowed && ownerOf(one.item) === identity.administers ? "allowed" : "not-found";
};

const reason = { reason: "because" };
const idOf = (world: World, whose: "own" | "other") => world[whose];

const plain = (kind: string, action: string, fields: object, only?: Case["only"]): Case => ({
  kind,
  actions: [action],
  fields: () => ({ ...fields }),
  ...(only === undefined ? {} : { only }),
});

const ofOrganisations = (kind: string, actions: (whose: "own" | "other") => string[], fields: object): Case[] =>
  (["own", "other"] as const).map((organisation) => ({
    kind,
    actions: actions(organisation),
    facts: { organisation },
    fields: (_room, world) => ({ organisation: idOf(world, organisation), ...fields }),
  }));

const NOBODYS = "00000000-0000-4000-8000-000000000000";

const itemId = (room: Room, identity: Identity, item: NonNullable<Case["item"]>): string =>
  (item === "mine" ? room.mine.get(identity.person?.id ?? "") : room.items[item]) ?? NOBODYS;

const ITEMS = [
  ["mine", "self"],
  ["colleague", "colleague"],
  ["foreigner", "foreigner"],
  ["hiddenForeign", "foreigner"],
  ["hiddenOwn", "colleague"],
] as const;

const ofItems = (kind: string, action: string, fields: object, byReference = false): Case[] =>
  ITEMS.map(([item, author]) => ({
    kind,
    actions: [action],
    facts: { author, organisation: ownerOf(item) },
    item,
    ...(byReference ? { byReference: true as const } : {}),
    fields: (room, _world, identity) => ({ event: itemId(room, identity, item), ...fields }),
  }));

type Whom = NonNullable<Facts["person"]>;
const personOf = (world: World, identity: Identity, whom: Whom): string =>
  ({
    self: identity.person?.id ?? "",
    colleague: world.colleague.id,
    foreigner: world.foreigner.id,
    commander: world.commander.id,
    guest: world.guest.id,
    newcomer: world.newcomers.own.id,
  })[whom];
const ofPeople = (kind: string, action: string, whom: readonly Whom[], role?: Role): Case[] =>
  whom.map((person) => ({
    kind,
    actions: [action],
    facts: { person, organisation: person === "foreigner" ? "other" : "own", ...(role === undefined ? {} : { role }) },
    fields: (_room, world, identity) => ({
      person: personOf(world, identity, person),
      ...(role === undefined ? {} : { role }),
    }),
  }));

const never: Case["only"] = () => false;
/** The commander is nobody's to remove or move, and nobody moves himself. */
const fixed = (cases: Case[]): Case[] => cases.map((one) => ({ ...one, only: never }));

const vouching: Case[] = (["own", "other"] as const).map((organisation) => ({
  kind: "participant.vouch",
  actions: ["participant.vouch"],
  facts: { organisation, person: "newcomer" },
  fields: (_room, world) => ({ person: world.newcomers[organisation].id }),
}));

const relayed = (whose: "own" | "other") => (whose === "own" ? "update.post" : "update.relay");
const byPhone = { source: "phone", text: "words" };

const corrections: Case[] = ITEMS.slice(0, 3).map(([item, author]) => ({
  kind: "update.post",
  actions: [relayed(ownerOf(item)), "update.correct"],
  facts: { author, organisation: ownerOf(item) },
  fields: (room, world, identity) => ({
    organisation: idOf(world, ownerOf(item)),
    corrects: itemId(room, identity, item),
    ...byPhone,
  }),
}));

export const CASES: Case[] = [
  plain("incident.set-severity", "decision.record", { severity: 1, ...reason }),
  plain("incident.set-phase", "decision.record", { phase: "stabilising", ...reason }),
  plain("incident.set-sharing", "incident.set-sharing", { amberToObservers: true, amberToCommunications: true }),
  plain("incident.close", "incident.close", { resolution: "done" }),
  plain("incident.reopen", "incident.reopen", reason),
  plain("drill.pace", "drill.pace", { speed: 2 }, ({ mode }) => mode === "drill"),
  {
    kind: "organisation.enter",
    actions: ["organisation.enter-leave"],
    fields: (_room, world) => ({ organisation: world.outside }),
  },
  ...ofOrganisations("organisation.answer", () => ["organisation.answer"], { state: "taking-part" }),
  ...ofOrganisations("organisation.leave", () => ["organisation.enter-leave"], {}),
  ...ofOrganisations("organisation.set-default-marking", () => ["organisation.set-default-marking"], {
    marking: "TLP:AMBER+STRICT",
  }),
  ...ofOrganisations("organisation.set-cadence", () => ["organisation.set-cadence"], { cadenceMin: 30 }),
  ...ROLES.flatMap((role) => ofPeople("participant.set-role", "role.give", ["colleague", "foreigner"], role)),
  ...fixed(ofPeople("participant.set-role", "role.give", ["self", "commander"], "observer")),
  ...ofPeople("participant.remove", "person.remove", ["colleague", "foreigner", "self", "guest"]),
  ...fixed(ofPeople("participant.remove", "person.remove", ["commander"])),
  ...vouching,
  ...fixed(ofPeople("participant.vouch", "participant.vouch", ["self"])),
  ...ofOrganisations("update.post", (whose) => [relayed(whose)], byPhone),
  ...ofOrganisations("update.post", (whose) => [relayed(whose), "status.set"], { ...byPhone, status: "down" }),
  ...corrections,
  ...ofOrganisations("update.renew", () => ["update.post"], {}),
  ...ofItems("update.redact", "update.redact", reason, true),
  ...ofItems("update.set-marking", "marking.raise", { marking: "TLP:RED", ...reason }, true),
  ...ofItems("update.set-marking", "marking.lower", { marking: "TLP:CLEAR", ...reason }),
  // In the room an executive's words are a question to the command.
  { ...plain("comment.post", "comment.post", { on: "room", text: "words" }), facts: { question: true } },
  ...ofItems("comment.post", "comment.post", {}).map((one) => ({
    ...one,
    fields: (room: Room, world: World, identity: Identity) => {
      const { event } = one.fields(room, world, identity);
      return { on: event, text: "words" };
    },
  })),
  ...ofItems("event.pin", "timeline.pin", {}),
  ...ofItems("event.acknowledge", "event.acknowledge", {}),
  { kind: "read.mark", actions: ["read.mark"], fields: (room) => ({ cursor: room.cursor }) },
];
