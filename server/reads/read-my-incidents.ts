import { and, count, desc, eq } from "drizzle-orm";
import { incidents, memberships, organisations, participants } from "#db/schema/tables";
import { neutralTitle } from "#domain/neutral-title";
import { forbidden } from "#domain/refusal";
import { participantIn } from "#domain/roster";
import type { Mode } from "#domain/words";
import { administratorOf } from "#server/access/administering";
import { loadMe, type Me } from "#server/access/me";
import { seesPlatform } from "#server/access/platform";
import type { Context } from "#server/context";
import { running } from "#server/running";

export type IncidentSummary = {
  id: string;
  title: string;
  severity: number;
  mode: Mode;
  phase: string;
  role: string;
  organisation: { id: string; name: string; code: string };
  declaredAt: string;
};

/** The incidents this person takes part in, newest first. There are no others for him. */
export const listIncidents = async (context: Context, person: string): Promise<IncidentSummary[]> => {
  const rows = await context.store.db
    .select({
      id: incidents.id,
      title: incidents.title,
      severity: incidents.severity,
      mode: incidents.mode,
      phase: incidents.phase,
      role: participants.role,
      organisation: { id: organisations.id, name: organisations.name, code: organisations.code },
      declaredAt: incidents.declaredAt,
    })
    .from(participants)
    .innerJoin(incidents, eq(incidents.id, participants.incident))
    .innerJoin(organisations, eq(organisations.id, participants.organisation))
    .where(eq(participants.person, person))
    .orderBy(desc(incidents.declaredAt));
  return rows.map((row) => ({ ...row, declaredAt: row.declaredAt.toISOString() }));
};

/** An incident of which somebody knows no more than that an organisation he administers is in it. */
export type AdministeredIncident = {
  id: string;
  /** Neutral: the title is for those who take part. */
  title: string;
  role: "org_admin";
  organisation: { id: string; name: string; code: string };
};

/** Incidents that this person does not take part in, but in which an organisation does that he administers. */
export const listAdministered = async (context: Context, person: string): Promise<AdministeredIncident[]> => {
  const { db } = context.store;
  const own = and(eq(memberships.person, person), eq(memberships.role, "admin"));
  const administers = await db.select({ organisation: memberships.organisation }).from(memberships).where(own);
  if (administers.length === 0) return [];
  const open = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(eq(incidents.restricted, false))
    .orderBy(desc(incidents.declaredAt));
  const known: AdministeredIncident[] = [];
  for (const { id } of open) {
    const roster = (await context.journal.room(id))?.roster;
    if (roster === undefined || participantIn(roster, person) !== null) continue;
    const actor = await administratorOf(db, roster, person);
    const organisation = roster.organisations.get(actor?.organisation ?? "");
    if (organisation === undefined) continue;
    const { name, code } = organisation;
    known.push({ id, title: neutralTitle(id), role: "org_admin", organisation: { id: organisation.id, name, code } });
  }
  return known;
};

/** How many incidents there are, for who runs or audits the installation. Restricted ones exist for nobody outside. */
export const countIncidents = async (context: Context, person: string): Promise<number> => {
  const me = await loadMe(context.store.db, person);
  if (!seesPlatform(me)) throw forbidden("This is for who runs or audits the installation.");
  const rows = await context.store.db.select({ n: count() }).from(incidents).where(eq(incidents.restricted, false));
  return rows[0]?.n ?? 0;
};

export const readMyIncidents = (me: Me): Promise<IncidentSummary[]> => listIncidents(running(), me.person.id);
