import { v7 as uuidv7 } from "uuid";
import { participants } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { IncidentId, PersonId } from "#domain/ids";
import { notFound, Refusal } from "#domain/refusal";
import type { Participant, Roster, RosterOrganisation } from "#domain/roster";
import type { Role, Seat } from "#domain/words";
import { isSetUp, readFact } from "#server/access/installation";
import { startSession } from "#server/access/session";
import type { Context } from "#server/context";
import { COMMANDER_SEAT, CONTROL, personOf } from "./cast.ts";
import { SCENARIO } from "./scenario.ts";
import { wakeDrill } from "./sleep.ts";

/** Who speaks for nobody in particular gets the airline that everybody remembers. */
const DEFAULT_CODE = "DAL";
const NAME_MAX = 80;

export type TakenSeat = {
  secret: string;
  person: { id: string; name: string };
  incident: { id: string; title: string };
  organisation: { id: string; name: string; code: string };
  role: Role;
};

/** Those that report a status: somebody can sit down for them. */
const reporting = new Set(SCENARIO.organisations.filter(({ reports }) => reports !== false).map(({ code }) => code));

type Place = { key: string; name: string; organisation: RosterOrganisation; role: Role };

/** An id or a code of the drill's organisations. */
const organisationOf = (roster: Roster, wanted: string): RosterOrganisation => {
  const found = [...roster.organisations.values()].find(({ id, code }) => id === wanted || code === wanted);
  if (found === undefined || found.participation === "left") throw notFound();
  return found;
};

const placeOf = (roster: Roster, seat: Seat, wanted: string | undefined): Place => {
  if (seat === "commander") {
    return {
      key: seat,
      name: COMMANDER_SEAT,
      organisation: organisationOf(roster, CONTROL.code),
      role: "commander",
    };
  }
  const organisation = organisationOf(roster, wanted ?? DEFAULT_CODE);
  if (!reporting.has(organisation.code)) {
    throw new Refusal("invalid", "Nobody reports for this organisation: take another one.", { field: "organisation" });
  }
  const [title, role] =
    seat === "liaison" ? (["Liaison's seat", seat] as const) : (["Executive's seat", "observer"] as const);
  const name = `${title}, ${organisation.name}`.slice(0, NAME_MAX);
  return { key: `${seat}.${organisation.code}`, name, organisation, role };
};

/**
 * A session in the running drill without an account. There is one person per seat (liaisons, executives: and
 * organisation), so that the drill always has exactly one commander. Nobody gets one once the installation is set up;
 * the door has made sure that only this machine's people come here.
 */
export const takeSeat = async (
  context: Context,
  { seat, organisation: wanted }: { seat: Seat; organisation?: string | undefined },
): Promise<TakenSeat> => {
  const { db } = context.store;
  const incident = (await isSetUp(db)) ? null : await readFact(db, "drill");
  const room = incident === null ? null : await context.journal.room(incident);
  if (room?.roster.mode !== "drill" || room.roster.phase === "closed") throw notFound();
  const place = placeOf(room.roster, seat, wanted);
  const person = await personOf(db, place.key, place.name);
  // The commander's seat is in from the first line: there is never a second commander.
  if (room.participant(person) === null && seat !== "commander") await enter(context, room.incident, person, place);
  const here = room.participant(person);
  const organisation = room.roster.organisations.get(here?.organisation ?? "");
  if (here === null || organisation === undefined) throw notFound();
  const secret = await sessionFor(context, here);
  await wakeDrill(context, room.incident);
  return {
    secret,
    person: { id: person, name: here.name },
    incident: { id: room.incident, title: room.roster.title },
    organisation: { id: organisation.id, name: organisation.name, code: organisation.code },
    role: here.role,
  };
};

/** Set-up may have come in between: then there is no session. */
const sessionFor = ({ store, now }: Context, { person }: Participant): Promise<string> =>
  store.db.transaction(async (tx) => {
    const secret = await startSession(tx, person, now(), { kind: "link" });
    if ((await readFact(tx, "set-up")) !== null) throw notFound();
    return secret;
  });

/** Two who take the same seat at once enter once. */
const enter = async (context: Context, incident: IncidentId, person: PersonId, place: Place): Promise<void> => {
  const { name, role } = place;
  const { id: organisation, sector } = place.organisation;
  const standing = "vouched" as const;
  try {
    await context.journal.propose(incident, {
      person,
      command: uuidv7(),
      alone: true,
      decide: ({ roster }) => {
        if (roster.people.has(person)) throw new Refusal("conflict", "This seat is taken already.");
        return {
          kind: "participant.joined",
          by: byOf({ person, name, organisation, sector, role, standing }),
          body: { person: { id: person, name }, organisation, role, standing },
          seen: { marking: "TLP:GREEN", origin: organisation, author: person },
          before: async (tx) => {
            await tx.insert(participants).values({ incident, person, organisation, role }).onConflictDoNothing();
          },
        };
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "conflict")) throw error;
  }
};
