import { eq } from "drizzle-orm";
import { incidents } from "#db/schema/tables";
import type { IncidentId } from "#domain/ids";
import type { Entry } from "#domain/roster";
import { readFact } from "#server/access/installation";
import type { Context } from "#server/context";
import { faultWords } from "#server/fault-words";
import type { Published } from "#server/journal/journal";
import { readEntries } from "#server/journal/read";
import { Loop } from "./loop.ts";
import { Playing, type Watch } from "./playing.ts";
import { SCENARIO_TEMPLATE } from "./scenario.ts";

type Held = { playing: Playing; loop: Loop };

/** Posts the script of every drill as its clock reaches each event. Nothing else makes drills move. */
export const startDrillPlayer = (context: Context, watch: Watch): { stop: () => Promise<void> } => {
  const drills = new Map<IncidentId, Held>();
  const failed = (error: unknown): void =>
    context.log.error({ error: faultWords(error) }, "a drill's player stumbled; it tries again");
  const play = (incident: IncidentId): void => {
    if (drills.has(incident)) return;
    const playing = new Playing(context, incident, watch);
    const loop = new Loop({ turn: () => playing.turn(), failed });
    drills.set(incident, { playing, loop });
    loop.wake();
  };
  const finding = new Loop({
    turn: async () => {
      for (const incident of await findDrills(context)) play(incident);
      return null;
    },
    failed,
  });
  const unsubscribe = context.journal.subscribe(({ incident, entries }: Published) => {
    if (entries.some(declaresDrill)) play(incident);
    const held = drills.get(incident);
    if (held !== undefined) hear(held, entries);
  });
  finding.wake();
  return {
    stop: async () => {
      unsubscribe();
      await Promise.all([finding, ...[...drills.values()].map(({ loop }) => loop)].map((loop) => loop.stop()));
    },
  };
};

const declaresDrill = ({ event }: Entry): boolean =>
  event.kind === "incident.declared" &&
  event.incident.mode === "drill" &&
  event.incident.template === SCENARIO_TEMPLATE;

const hear = ({ playing, loop }: Held, entries: readonly Entry[]): void => {
  for (const { event } of entries) {
    if (event.kind === "drill.paced") playing.turned(event);
    if (event.kind === "drill.paced" || event.kind === "incident.reopened") loop.wake();
    if (event.kind === "drill.paced" || event.kind === "participant.joined") playing.touch();
  }
};

/** The installation's own drill, and those that were declared with the scenario's template. */
const findDrills = async ({ store: { db } }: Context): Promise<IncidentId[]> => {
  const own = await readFact(db, "drill");
  const rows = await db.select({ id: incidents.id }).from(incidents).where(eq(incidents.mode, "drill"));
  const found: IncidentId[] = [];
  for (const { id } of rows) {
    const [first] = await readEntries(db, id, 0, 1);
    if (id === own || (first !== undefined && declaresDrill(first))) found.push(id);
  }
  return found;
};
