import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import { incidents, organisations, participants, people } from "#db/schema/tables";
import type { CommandOf } from "#domain/command";
import type { DrillClock, IncidentFacts, OrganisationFacts } from "#domain/event";
import type { IncidentId, PersonId } from "#domain/ids";
import { stricter } from "#domain/marking";
import { forbidden, Refusal } from "#domain/refusal";
import { TEMPLATES } from "#domain/templates";
import { SIZES } from "#server/access/limits";
import { loadMe, ownOrganisation } from "#server/access/me";
import { isBarred } from "#server/access/suspended";
import type { Origin } from "#server/audit/origin";
import type { Context } from "#server/context";
import { castFacts, clockBeforeOpening, organisationIds } from "#server/drill/cast";
import type { Decided, Kept, Transaction } from "#server/journal/draft";

type Declare = CommandOf<"incident.declare">;
type OrganisationRow = typeof organisations.$inferSelect;

export const factsOf = (row: OrganisationRow, part: OrganisationFacts["part"]): OrganisationFacts => ({
  id: row.id,
  name: row.name,
  code: row.code,
  sector: row.sector,
  part,
  ...(row.timeZone === null ? {} : { timeZone: row.timeZone }),
});

/** Minutes between words when nobody says otherwise, by severity (UX §8). */
const cadenceFor = (severity: number): number => (severity === 1 ? 30 : severity === 2 ? 60 : 120);

type Cast = { organisations: OrganisationFacts[]; cadenceMin: number; clock?: (at: Date) => DrillClock };

/** Who is on the board from its first line, and how its time runs, as the template says. */
const castOf = async (db: Database, command: Declare, own: OrganisationRow): Promise<Cast> => {
  const cadenceMin = cadenceFor(command.severity);
  const self = factsOf(own, command.ownPart ?? "coordinator");
  if (command.template === undefined) return { organisations: [self], cadenceMin };
  const template = TEMPLATES.find((candidate) => candidate.key === command.template);
  if (template === undefined) throw new Refusal("invalid", "There is no such template.", { field: "template" });
  if (template.drill) {
    if (command.mode !== "drill") throw new Refusal("invalid", "This template is a drill.", { field: "mode" });
    const played = castFacts(await organisationIds(db));
    return { organisations: [self, ...played], cadenceMin: template.cadenceMin, clock: clockBeforeOpening };
  }
  const rows = await db
    .select()
    .from(organisations)
    .where(and(eq(organisations.drill, false), inArray(organisations.sector, [...template.sectors])))
    .orderBy(organisations.code);
  const others = rows
    .filter((row) => row.id !== own.id)
    .slice(0, SIZES.organisationsPerIncident - 1)
    .map((row) => factsOf(row, "affected"));
  return { organisations: [self, ...others], cadenceMin };
};

/** What a declaration becomes; the drill of an exercise brings its own organisations and clock. */
export type Declaration = {
  incident: IncidentFacts;
  declarer: { person: PersonId; name: string; organisation: string };
  organisations: OrganisationFacts[];
  clock?: DrillClock;
  at: Date;
};

/** The first line of an incident's log: whoever declares is commander for the own organisation. */
export const declared = ({ incident, declarer, organisations: parts, clock, at }: Declaration): Decided => ({
  kind: "incident.declared",
  by: { ...declarer, role: "commander" },
  body: { incident, organisations: parts, ...(clock === undefined ? {} : { clock }) },
  seen: { marking: "TLP:GREEN", origin: declarer.organisation, author: declarer.person },
  before: async (tx) => {
    const { id, title, severity, mode, restricted } = incident;
    await tx.insert(incidents).values({ id, title, severity, mode, phase: "responding", restricted, declaredAt: at });
  },
  effect: async (tx) => {
    const { person, organisation } = declarer;
    await tx.insert(participants).values({ incident: incident.id, person, organisation, role: "commander" });
  },
});

/** Never laxer than TLP:AMBER, whatever was asked for. */
const defaultMarking = (command: Declare): IncidentFacts["defaultMarking"] =>
  stricter(command.defaultMarking ?? "TLP:AMBER", "TLP:AMBER");

/** Asked after the commander is written: a suspension that comes meanwhile finds the incident, or is found here. */
const demandWayIn = async (tx: Transaction, person: PersonId): Promise<void> => {
  if ((await tx.$count(people, and(eq(people.id, person), isBarred(people.id)))) > 0)
    throw new Refusal("unauthenticated", "There is no way in with this.");
};

export const declareIncident = async (
  context: Context,
  person: PersonId,
  command: Declare,
  origin: Origin,
): Promise<Kept> => {
  const { db } = context.store;
  const stored = await context.journal.stored(person, command.id);
  if (stored !== null) return stored;
  const me = await loadMe(db, person);
  const membership = me && ownOrganisation(me);
  if (me === null || membership === null) throw forbidden("Only members of an organisation declare incidents.");
  const own = (await db.select().from(organisations).where(eq(organisations.id, membership.id)))[0];
  if (own === undefined) throw forbidden();
  const cast = await castOf(db, command, own);
  const id: IncidentId = uuidv7();
  const incident: IncidentFacts = {
    id,
    title: command.title,
    severity: command.severity,
    mode: command.mode,
    cadenceMin: command.cadenceMin ?? cast.cadenceMin,
    restricted: command.restricted ?? false,
    defaultMarking: defaultMarking(command),
    ...(command.template === undefined ? {} : { template: command.template }),
  };
  return context.journal.begin(id, {
    person,
    command: command.id,
    origin,
    alone: true,
    decide: (_view, at) => {
      const decided = declared({
        incident,
        declarer: { person, name: me.person.name, organisation: own.id },
        organisations: cast.organisations,
        ...(cast.clock === undefined ? {} : { clock: cast.clock(at) }),
        at,
      });
      const effect = async (tx: Transaction, place: number): Promise<void> => {
        await decided.effect?.(tx, place);
        await demandWayIn(tx, person);
      };
      return { ...decided, effect };
    },
  });
};
