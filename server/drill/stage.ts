import type { Actor } from "#domain/actor";
import { byOf } from "#domain/actor";
import { type CommandInput, commandSchema } from "#domain/command";
import type { DrillClock } from "#domain/event";
import type { IncidentId, OrganisationId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Roster } from "#domain/roster";
import type { Role } from "#domain/words";
import { decideBy, handlersWith } from "#server/commands/handlers";
import type { Context } from "#server/context";
import type { Kept } from "#server/journal/draft";
import { CONTROL, controlPerson, organisationIds } from "./cast.ts";

/** What exercise control needs to play one drill. */
export type Stage = {
  incident: IncidentId;
  control: PersonId;
  organisations: ReadonlyMap<string, OrganisationId>;
};

export const openStage = async ({ store }: Context, incident: IncidentId): Promise<Stage> => ({
  incident,
  control: await controlPerson(store.db),
  organisations: await organisationIds(store.db),
});

const handlers = handlersWith(() => null);

const demandDrill = (roster: Roster): DrillClock => {
  if (roster.mode !== "drill" || roster.clock === null) throw new Refusal("forbidden", "This is not a drill.");
  if (roster.phase === "closed") throw new Refusal("closed", "The drill is closed.");
  return roster.clock;
};

/**
 * Exercise control speaks for every organisation in turn, so its actor is made here and not taken from the roster.
 * That is why everything on this page refuses whatever is not a drill.
 */
const actorFor = (stage: Stage, code: string, role: Role, roster: Roster): Actor => {
  const organisation = stage.organisations.get(code) ?? "";
  return {
    person: stage.control,
    name: CONTROL.name,
    organisation,
    sector: roster.organisations.get(organisation)?.sector ?? CONTROL.sector,
    role,
    standing: "vouched",
  };
};

type Part = { code: string; role: Role; command: CommandInput };

/** Puts a line of the script into the drill's log through the same handlers as everybody's commands. */
export const perform = (context: Context, stage: Stage, { code, role, command: input }: Part): Promise<Kept> => {
  const command = commandSchema.parse(input);
  if (command.kind === "incident.declare") throw new Refusal("invalid", "A drill does not declare incidents.");
  const { incident } = stage;
  return context.journal.propose(incident, {
    person: stage.control,
    command: command.id,
    decide: ({ roster }, at) => {
      demandDrill(roster);
      const actor = actorFor(stage, code, role, roster);
      return decideBy(handlers, command, { db: context.store.db, incident, roster, actor, at });
    },
  });
};

type Turning = { command: string; from: DrillClock; to: DrillClock };

const isSame = (a: DrillClock, b: DrillClock): boolean =>
  a.at === b.at && a.since === b.since && a.speed === b.speed && a.paused === b.paused;

/**
 * Sets the clock as exercise control, also back to a time that it has shown. Whoever set it in the meantime goes first:
 * it throws `conflict` when the clock is no longer `from`.
 */
export const turnClock = (context: Context, stage: Stage, { command, from, to }: Turning): Promise<Kept> =>
  context.journal.propose(stage.incident, {
    person: stage.control,
    command,
    decide: ({ roster }) => {
      if (!isSame(demandDrill(roster), from)) throw new Refusal("conflict", "Somebody else has set the clock.");
      const actor = actorFor(stage, CONTROL.code, "scribe", roster);
      return {
        kind: "drill.paced",
        by: byOf(actor),
        body: { clock: to },
        seen: { marking: "TLP:GREEN", origin: actor.organisation, author: actor.person },
      };
    },
  });
