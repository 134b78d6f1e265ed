import { desc, eq } from "drizzle-orm";
import { incidents, organisations, participants } from "#db/schema/tables";
import type { Mode } from "#domain/words";
import type { Me } from "#server/access/me";
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

export const readMyIncidents = (me: Me): Promise<IncidentSummary[]> => listIncidents(running(), me.person.id);
