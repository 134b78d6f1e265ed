import type { Actor } from "#domain/actor";
import { type CommandInput, commandSchema } from "#domain/command";
import type { DrillClock } from "#domain/event";
import type { IncidentId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import { decideBy, handlersWith } from "#server/commands/handlers";
import type { Context } from "#server/context";
import type { Kept } from "#server/journal/draft";

const handlers = handlersWith(() => null);

/**
 * Puts a line of the script into a drill's log through the same handlers as everybody's commands.
 * The actor is made here and not taken from the roster, because exercise control speaks for every organisation in turn;
 * that is why it refuses anything but a drill.
 */
export const perform = (context: Context, incident: IncidentId, actor: Actor, input: CommandInput): Promise<Kept> => {
  const command = commandSchema.parse(input);
  if (command.kind === "incident.declare") throw new Refusal("invalid", "A drill does not declare incidents.");
  return context.journal.propose(incident, {
    person: actor.person,
    command: command.id,
    decide: (view, at) => {
      if (view.roster.mode !== "drill") throw new Refusal("forbidden", "This is not a drill.");
      if (view.roster.phase === "closed") throw new Refusal("closed", "The drill is closed.");
      return decideBy(handlers, command, { db: context.store.db, incident, roster: view.roster, actor, at });
    },
  });
};

/** Sets a drill's clock as exercise control, also to a time that it has shown before a stop of the server. */
export const setClock = (
  context: Context,
  incident: IncidentId,
  { actor, command, clock }: { actor: Actor; command: string; clock: (now: DrillClock, at: Date) => DrillClock },
): Promise<Kept> =>
  context.journal.propose(incident, {
    person: actor.person,
    command,
    decide: (view, at) => {
      if (view.roster.mode !== "drill" || view.roster.clock === null)
        throw new Refusal("forbidden", "This is not a drill.");
      return {
        kind: "drill.paced",
        by: { person: actor.person, name: actor.name, organisation: actor.organisation, role: actor.role },
        body: { clock: clock(view.roster.clock, at) },
        seen: { marking: "TLP:GREEN", origin: actor.organisation, author: actor.person },
      };
    },
  });
