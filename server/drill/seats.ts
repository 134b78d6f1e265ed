import { v7 as uuidv7 } from "uuid";
import { participants } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import { notFound } from "#domain/refusal";
import type { Role, Seat } from "#domain/words";
import { readFact } from "#server/access/installation";
import { startSession } from "#server/access/session";
import type { Context } from "#server/context";
import { commanderPerson, organisationByCode, personOf } from "./cast.ts";

/** Who speaks for nobody in particular gets the airline that everybody remembers. */
const DEFAULT_CODE = "DAL";
const ROLE: Record<Seat, Role> = { commander: "commander", liaison: "liaison", executive: "observer" };

export type TakenSeat = {
  secret: string;
  person: { id: string; name: string };
  incident: { id: string; title: string };
  organisation: { id: string; name: string; code: string };
  role: Role;
};

/**
 * A session in the running drill without an account. There is one person per seat (liaisons: and organisation), so that
 * the drill always has exactly one commander. The door has made sure that only this machine's people come here.
 */
export const takeSeat = async (
  context: Context,
  { seat, organisation: wanted }: { seat: Seat; organisation?: string | undefined },
): Promise<TakenSeat> => {
  const { db } = context.store;
  const incident = await readFact(db, "drill");
  const room = incident === null ? null : await context.journal.room(incident);
  if (room === null) throw notFound();
  const asked = wanted ?? (await organisationByCode(db, DEFAULT_CODE)) ?? "";
  const organisation = room.roster.organisations.get(
    seat === "commander" ? (room.participant(room.roster.commander)?.organisation ?? "") : asked,
  );
  if (organisation === undefined) throw notFound();
  const title = seat === "liaison" ? "Liaison's seat" : "Executive's seat";
  const name = `${title}, ${organisation.name}`.slice(0, 80);
  const person =
    seat === "commander" ? await commanderPerson(db) : await personOf(db, `${seat}.${organisation.code}`, name);
  if (room.participant(person) === null)
    await enter(context, room.incident, { person, name, organisation, role: ROLE[seat] });
  const here = room.participant(person);
  return {
    secret: await startSession(db, person, context.now()),
    person: { id: person, name: here?.name ?? name },
    incident: { id: room.incident, title: room.roster.title },
    organisation: { id: organisation.id, name: organisation.name, code: organisation.code },
    role: here?.role ?? ROLE[seat],
  };
};

type Entering = { person: string; name: string; organisation: { id: string; sector: string }; role: Role };

const enter = async (
  context: Context,
  incident: string,
  { person, name, organisation, role }: Entering,
): Promise<void> => {
  const actor = {
    person,
    name,
    organisation: organisation.id,
    sector: organisation.sector,
    role,
    standing: "vouched" as const,
  };
  await context.journal.propose(incident, {
    person,
    command: uuidv7(),
    alone: true,
    decide: () => ({
      kind: "participant.joined",
      by: byOf(actor),
      body: { person: { id: person, name }, organisation: organisation.id, role, standing: "vouched" },
      seen: { marking: "TLP:GREEN", origin: organisation.id, author: person },
      before: async (tx) => {
        await tx
          .insert(participants)
          .values({ incident, person, organisation: organisation.id, role })
          .onConflictDoNothing();
      },
    }),
  });
};
