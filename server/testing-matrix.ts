import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { memberships, participants, people, sessions } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { OrganisationFacts } from "#domain/event";
import type { Visibility } from "#domain/visibility";
import { type MemberRole, type Mode, PARTS, type Part, ROLES, type Role, type Standing } from "#domain/words";
import { declared } from "./commands/declare.ts";
import type { Context } from "./context.ts";
import { administrator, incident, organisation, type TestIncident, type TestPerson } from "./testing.ts";

/** Support for tests of the access matrix: one incident for each part of an organisation, and everybody there is. */

/** Everybody the matrix has a column for, with the standing of those who came by link. */
export type Identity = {
  column: string;
  standing: Standing;
  /** Null for who is not signed in. */
  person: TestPerson | null;
  isInside: boolean;
  /** The organisation he administers, when that is one of the incident's. */
  administers: "own" | "other" | null;
  /** The organisation he looks after from outside, as its administrator or its auditor. */
  belongsTo: "own" | "other" | null;
};

export type Items = { colleague: string; foreigner: string; hiddenForeign: string; hiddenOwn: string };
export type Room = {
  id: string;
  part: Part;
  mode: Mode;
  identities: Identity[];
  /** What each identity has written himself, by person; everybody may see it. */
  mine: Map<string, string>;
  items: Items;
  cursor: string;
};

export type World = {
  rooms: Room[];
  own: string;
  other: string;
  /** An organisation of the directory that is in no incident. */
  outside: string;
  commander: TestPerson;
  colleague: TestPerson;
  foreigner: TestPerson;
  guest: TestPerson;
  newcomers: { own: TestPerson; other: TestPerson };
  /** An incident in which nobody of the others is. */
  foreign: TestIncident;
};

type Joining = { person: TestPerson; role: Role; standing?: Standing };

const say = async (context: Context, room: string, by: TestPerson, of: string, seen: Omit<Visibility, "author">) => {
  const kept = await context.journal.propose(room, {
    person: by.id,
    command: uuidv7(),
    decide: (view, at) => {
      const viewer = view.roster.people.get(by.id);
      if (viewer === undefined) throw new Error(`${by.name} is not here`);
      const asOf = at.toISOString();
      const said = { asOf, asOfPrecision: "minute", source: "own", confidence: "confirmed" } as const;
      const body = { organisation: of, text: "words", status: "down", ...said } as const;
      return { kind: "update.posted", by: byOf(viewer), body, seen: { ...seen, author: by.id } };
    },
  });
  return kept.event.id;
};

const join = (context: Context, room: string, { person, role, standing = "vouched" }: Joining) =>
  context.journal.propose(room, {
    person: person.id,
    command: uuidv7(),
    decide: () => {
      const { id, name, organisation: of } = person;
      const by = { person: id, name, organisation: of, sector: "aviation", role, standing };
      return {
        kind: "participant.joined",
        by: byOf(by),
        body: { person: { id, name }, organisation: of, role, standing },
        seen: { marking: "TLP:GREEN", origin: of, author: id },
        effect: async (tx) => {
          await tx.insert(participants).values({ incident: room, person: id, organisation: of, role });
        },
      };
    },
  });

const factsOf = (id: string, code: string, part: Part): OrganisationFacts => ({
  id,
  name: `Organisation ${code}`,
  code,
  sector: "aviation",
  part,
});

const declare = async (context: Context, commander: TestPerson, other: string, part: Part, mode: Mode) => {
  const id = uuidv7();
  const { id: person, name, organisation: own } = commander;
  await context.journal.begin(id, {
    person,
    command: uuidv7(),
    alone: true,
    decide: (_view, at) =>
      declared({
        incident: {
          ...{ id, title: `Outage of ${part}`, severity: 2, mode, cadenceMin: 60, restricted: false },
          defaultMarking: "TLP:AMBER",
        },
        declarer: { person, name, organisation: own },
        organisations: [factsOf(own, "OWN", part), factsOf(other, "OTHER", "affected")],
        clock: { at: at.toISOString(), since: at.toISOString(), speed: 1, paused: false },
        at,
      }),
  });
  return id;
};

const NOT_OUTSIDE = { administers: null, belongsTo: null };

type Cast = Omit<World, "rooms" | "foreign"> & {
  vouched: Map<Role, TestPerson>;
  provisional: Map<Role, TestPerson>;
  outsiders: Identity[];
  suspended: TestPerson;
};

/** Everybody, as people who came into an incident that has nothing to do with the others. */
const castOf = async (context: Context, admin: TestPerson): Promise<Cast> => {
  const { db } = context.store;
  const hall = await incident(context, admin);
  const [own, other, outside] = [await hall.enter(), await hall.enter(), await organisation(context)];
  const person = (role: Role = "responder", of = own) => hall.bring(of, role === "guest" ? "guest" : "responder");
  const everyRole = async () => {
    const made = new Map<Role, TestPerson>();
    for (const role of ROLES) made.set(role, await person(role));
    return made;
  };
  const vouched = await everyRole();
  const provisional = await everyRole();
  const belong = (who: TestPerson, role: MemberRole, to = own) =>
    db.insert(memberships).values({ person: who.id, organisation: to, role });
  for (const [role, who] of vouched) if (role !== "guest") await belong(who, "member");
  const [ownAdmin, otherAdmin, member] = [await person(), await person("responder", other), await person()];
  await belong(ownAdmin, "admin");
  await belong(otherAdmin, "admin", other);
  await belong(member, "member");
  const [ownAuditor, otherAuditor, auditor] = [await person(), await person("responder", other), await person()];
  await belong(ownAuditor, "auditor");
  await belong(otherAuditor, "auditor", other);
  await db.update(people).set({ platformAuditor: true }).where(eq(people.id, auditor.id));
  const outsider = (column: string, who: TestPerson | null, belongsTo: Identity["belongsTo"] = null): Identity => ({
    column,
    standing: "vouched",
    person: who,
    isInside: false,
    administers: column === "org_admin" ? belongsTo : null,
    belongsTo,
  });
  const commander = vouched.get("commander");
  if (commander === undefined) throw new Error("no commander");
  return {
    ...{ own, other, outside, commander, vouched, provisional },
    colleague: await person(),
    foreigner: await person("responder", other),
    guest: await person("guest"),
    newcomers: { own: await person(), other: await person("responder", other) },
    outsiders: [
      outsider("org_admin", ownAdmin, "own"),
      outsider("org_admin", otherAdmin, "other"),
      outsider("org_auditor", ownAuditor, "own"),
      outsider("org_auditor", otherAuditor, "other"),
      outsider("org_member_not_in_incident", member),
      outsider("platform_admin", admin),
      outsider("platform_auditor", auditor),
      outsider("anonymous", null),
    ],
    suspended: await person(),
  };
};

/** One incident whose own organisation takes this part in it. */
const openRoom = async (context: Context, cast: Cast, part: Part): Promise<Room> => {
  const isFirst = part === PARTS[0];
  const mode = part === "vendor" ? "drill" : "real";
  const { commander, other, own, colleague, foreigner, guest, newcomers } = cast;
  const id = await declare(context, commander, other, part, mode);
  const identities: Identity[] = [...cast.vouched].map(([role, person]) => ({
    ...{ column: role, standing: "vouched", person, isInside: true, ...NOT_OUTSIDE },
  }));
  const newcomerRoles = isFirst ? [...cast.provisional].filter(([role]) => role !== "commander") : [];
  for (const [role, person] of newcomerRoles) {
    identities.push({ column: role, standing: "provisional", person, isInside: true, ...NOT_OUTSIDE });
  }
  const joining: Joining[] = [
    ...[...cast.vouched].filter(([role]) => role !== "commander").map(([role, person]) => ({ person, role })),
    ...newcomerRoles.map(([role, person]) => ({ person, role, standing: "provisional" as const })),
    ...[colleague, foreigner, cast.suspended].map((person) => ({ person, role: "responder" as const })),
    { person: guest, role: "guest" },
    ...Object.values(newcomers).map((person) => ({
      ...{ person, role: "responder" as const, standing: "provisional" as const },
    })),
  ];
  await Promise.all(joining.map((one) => join(context, id, one)));
  const green = { marking: "TLP:GREEN", origin: own } as const;
  const mine = new Map<string, string>();
  await Promise.all(
    identities.map(async ({ person }) => person && mine.set(person.id, await say(context, id, person, own, green))),
  );
  const items = {
    colleague: await say(context, id, colleague, own, green),
    foreigner: await say(context, id, foreigner, other, { ...green, origin: other }),
    hiddenForeign: await say(context, id, foreigner, other, { marking: "TLP:RED", origin: other, named: [] }),
    hiddenOwn: await say(context, id, colleague, own, { marking: "TLP:RED", origin: own, named: [] }),
  };
  // The last word of each organisation is one that everybody may see, so that everybody could renew it.
  await say(context, id, colleague, own, green);
  await say(context, id, foreigner, other, { ...green, origin: other });
  const cursor = context.cursors.cursor(id, 1);
  const suspended: Identity = {
    ...{ column: "suspended", standing: "vouched", person: cast.suspended, isInside: true, ...NOT_OUTSIDE },
  };
  const outsiders = isFirst ? cast.outsiders : cast.outsiders.filter(({ belongsTo }) => belongsTo === "own");
  return {
    id,
    part,
    mode,
    identities: [...identities, ...outsiders, ...(isFirst ? [suspended] : [])],
    mine,
    items,
    cursor,
  };
};

/** A suspension ends the sessions that are there; no further one begins. */
const suspend = ({ store, now }: Context, { id }: TestPerson) =>
  store.db.transaction(async (tx) => {
    await tx.update(people).set({ suspendedAt: now() }).where(eq(people.id, id));
    await tx.delete(sessions).where(eq(sessions.person, id));
  });

export const openWorld = async (context: Context): Promise<World> => {
  const admin = await administrator(context);
  const cast = await castOf(context, admin);
  const rooms: Room[] = [];
  for (const part of PARTS) rooms.push(await openRoom(context, cast, part));
  await suspend(context, cast.suspended);
  return { ...cast, rooms, foreign: await incident(context, admin) };
};

/** Nobody is behind this: no session, or one that counts no more. */
export const isNobody = ({ person, column }: Identity): boolean => person === null || column === "suspended";
