import type { Role, Standing } from "#domain/words";
import type { Me } from "#server/access/me";
import type { Context } from "#server/context";
import { running } from "#server/running";
import { orNull } from "./read-room.ts";
import { viewing } from "./viewing.ts";

export type PersonItem = {
  person: { id: string; name: string };
  organisation: string;
  role: Role;
  standing: Standing;
  present: boolean;
  joinedAt: string;
};

/** Everybody in the incident, in the order they came; `present` means: has it open on this node. */
export const listPeople = async (
  context: Context,
  person: string,
  incident: string,
): Promise<{ items: PersonItem[] }> => {
  const { room } = await viewing(context, person, incident);
  const present = context.live.present(incident);
  const items = [...room.roster.people.values()].map(
    ({ person: id, name, organisation, role, standing, joinedAt }) => ({
      person: { id, name },
      organisation,
      role,
      standing,
      present: present.has(id),
      joinedAt,
    }),
  );
  return { items };
};

export const readPeople = (me: Me, incident: string) => orNull(listPeople(running(), me.person.id, incident));
