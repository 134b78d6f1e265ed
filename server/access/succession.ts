import { and, eq, inArray, ne, not, notLike } from "drizzle-orm";
import { incidents, participants, people } from "#db/schema/tables";
import { byOf } from "#domain/actor";
import type { IncidentId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Participant } from "#domain/roster";
import { successorsOf } from "#domain/succession";
import { appendWithin } from "#server/journal/append-within";
import type { Decided, Transaction, View } from "#server/journal/draft";
import type { By } from "./members.ts";
import { isBarred } from "./suspended.ts";

/** The first in the order who has a way in; the cast of a drill is nobody. */
const successorIn = async ({ db, roster }: View): Promise<Participant | null> => {
  const order = successorsOf(roster);
  if (order.length === 0) return null;
  const ids = order.map(({ person }) => person);
  const able = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, ids), not(isBarred(people.id)), notLike(people.email, "%@drill.invalid")));
  return order.find(({ person }) => able.some(({ id }) => id === person)) ?? null;
};

const assumed = (incident: IncidentId, to: Participant, was: PersonId): Decided => ({
  kind: "command.assumed",
  by: byOf(to),
  body: {
    ...{ to: to.person, name: to.name, organisation: to.organisation, was },
    reason: "The commander was suspended.",
  },
  seen: { marking: "TLP:GREEN", origin: to.organisation, author: to.person },
  effect: async (tx) => {
    const set = (person: PersonId, role: Participant["role"]) =>
      tx
        .update(participants)
        .set({ role })
        .where(and(eq(participants.incident, incident), eq(participants.person, person)));
    await set(was, "observer");
    await set(to.person, "commander");
  },
});

/** Only the number is told: whoever administers the installation is shown nothing of any incident. */
const nobodyElse = (count: number): Refusal =>
  new Refusal(
    "conflict",
    `Command of ${count === 1 ? "an open incident" : `${count} open incidents`} is held here, and nobody there can take it: a deputy, scribe, communications or liaison who is vouched for and not suspended is needed first, or the end of the incident.`,
  );

/**
 * An incident is never without commander: where these people command an open one, command passes in the transaction of
 * their suspension, which must be written before. Throws `conflict` where nobody can take it. Returns the incidents, for
 * `journal.written` after the commit.
 */
export const passCommand = async (
  tx: Transaction,
  who: readonly PersonId[],
  { at, by }: { at: Date; by: By },
): Promise<IncidentId[]> => {
  const commanding = await tx
    .select({ incident: participants.incident })
    .from(participants)
    .innerJoin(incidents, eq(incidents.id, participants.incident))
    .where(
      and(inArray(participants.person, [...who]), eq(participants.role, "commander"), ne(incidents.phase, "closed")),
    )
    .orderBy(participants.incident);
  const passed: IncidentId[] = [];
  for (const { incident } of commanding) {
    const decide = async (view: View) => {
      const to = await successorIn(view);
      return to === null ? null : { person: to.person, decided: assumed(incident, to, view.roster.commander) };
    };
    if (await appendWithin(tx, incident, { at, origin: by.origin, decide })) passed.push(incident);
  }
  const left = commanding.length - passed.length;
  if (left > 0) throw nobodyElse(left);
  return passed;
};
