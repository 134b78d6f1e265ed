import { inArray } from "drizzle-orm";
import { organisations, people } from "#db/schema/tables";
import { may } from "#domain/policy";
import type { Role, Standing } from "#domain/words";
import type { Me } from "#server/access/me";
import type { Context } from "#server/context";
import { running } from "#server/running";
import { orNull } from "./read-room.ts";
import { type Viewing, viewing } from "./viewing.ts";

export type PersonItem = {
  person: { id: string; name: string };
  organisation: string;
  role: Role;
  standing: Standing;
  present: boolean;
  joinedAt: string;
  /** The address that somebody gave who is not vouched for yet; only for those who may vouch for him. */
  email?: string;
  /** The address is in a mail domain of the organisation; nobody has proved that the mailbox is his. */
  isOfDomain?: true;
};

const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1);

type Given = Pick<PersonItem, "email" | "isOfDomain">;

/** The addresses of those whom this viewer may vouch for. */
const addressesFor = async (context: Context, { room, viewer }: Viewing): Promise<Map<string, Given>> => {
  const waiting = new Map(
    [...room.roster.people.values()]
      .filter(({ standing, person }) => standing === "provisional" && person !== viewer.person)
      .filter(({ organisation }) => may(viewer, "participant.vouch", { organisation }))
      .map(({ person, organisation }) => [person, organisation]),
  );
  if (waiting.size === 0) return new Map();
  const { db } = context.store;
  const given = await db
    .select({ id: people.id, email: people.email })
    .from(people)
    .where(inArray(people.id, [...waiting.keys()]));
  const { id: of, domains } = organisations;
  const known = await db
    .select({ id: of, domains })
    .from(organisations)
    .where(inArray(of, [...new Set(waiting.values())]));
  const domainsOf = new Map(known.map((row) => [row.id, row.domains]));
  return new Map(
    given.map(({ id, email }) => {
      const isOfDomain = domainsOf.get(waiting.get(id) ?? "")?.includes(domainOf(email)) === true;
      return [id, { email, ...(isOfDomain ? { isOfDomain: true as const } : {}) }];
    }),
  );
};

/** Everybody in the incident, in the order they came; `present` means: has it open on this node. */
export const listPeople = async (
  context: Context,
  person: string,
  incident: string,
): Promise<{ items: PersonItem[] }> => {
  const view = await viewing(context, person, incident);
  const { room } = view;
  const addresses = await addressesFor(context, view);
  const present = context.live.present(incident);
  const items = [...room.roster.people.values()].map(
    ({ person: id, name, organisation, role, standing, joinedAt }) => ({
      person: { id, name },
      organisation,
      role,
      standing,
      present: present.has(id),
      joinedAt,
      ...addresses.get(id),
    }),
  );
  return { items };
};

export const readPeople = (me: Me, incident: string) => orNull(listPeople(running(), me.person.id, incident));
