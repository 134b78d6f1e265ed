import type { Actor } from "#domain/actor";
import { type Command, type CommandAnswer, commandSchema } from "#domain/command";
import type { IncidentId, PersonId } from "#domain/ids";
import { mayAdminister } from "#domain/policy";
import { notFound, Refusal } from "#domain/refusal";
import { participantIn } from "#domain/roster";
import { administeredIn, administratorOf } from "#server/access/administering";
import { type Origin, OWN } from "#server/audit/origin";
import type { Context } from "#server/context";
import type { Decided, Kept, View } from "#server/journal/draft";
import { declareIncident } from "./declare.ts";
import { AFTER_CLOSE, decideBy, handlersWith, READS_THE_LOG, type RoomKind } from "./handlers.ts";
import { countUpdate } from "./rates.ts";

/** The first thing that is wrong, as a sentence with the field it is about. */
const refusalOf = (
  issues: readonly { path: PropertyKey[]; message: string; code?: string | undefined; keys?: string[] }[],
): Refusal => {
  const issue = issues[0];
  const unknown = issue?.keys?.[0];
  const field = unknown ?? issue?.path.map(String).join(".");
  if (unknown !== undefined)
    return new Refusal("invalid", `"${unknown}" is not a field of this command.`, { field: unknown });
  const named = field ? `"${field}" ${issue?.message ?? "is wrong"}.` : `The command ${issue?.message ?? "is wrong"}.`;
  return new Refusal("invalid", named, field ? { field } : {});
};

/** Unknown keys, wrong types and absurd values end here, before anything is read. */
export const parseCommand = (raw: unknown): Command => {
  const parsed = commandSchema.safeParse(raw);
  if (!parsed.success) throw refusalOf(parsed.error.issues);
  return parsed.data;
};

const isRoomCommand = (command: Command): command is Extract<Command, { kind: RoomKind }> =>
  command.kind !== "incident.declare";

/**
 * THE way in. Parses the wish, puts it into the incident's log and resolves after the commit.
 * The same person's same id is answered for ever with its first result. `origin` goes into the audit.
 * Throws `Refusal`; anything else that is thrown is our own fault.
 */
export const submit = async (
  context: Context,
  person: PersonId,
  incident: IncidentId | null,
  raw: unknown,
  origin: Origin = OWN,
): Promise<Kept> => {
  const command = parseCommand(raw);
  if (!isRoomCommand(command)) {
    if (incident === null) return declareIncident(context, person, command, origin);
    throw new Refusal("invalid", "An incident is not declared within another one.", { field: "kind" });
  }
  if (incident === null) throw notFound();
  const kept = await submitToRoom(context, person, incident, command, origin);
  if (kept.repeated && kept.incident !== incident) await demandSight(context, person, kept.incident);
  return kept;
};

type RoomCommand = Extract<Command, { kind: RoomKind }>;

/** Participants first; whoever administers an organisation here is asked for only where a role was not enough. */
const decideFor = async (
  view: View,
  person: PersonId,
  command: RoomCommand,
  decide: (actor: Actor) => Decided | Promise<Decided>,
): Promise<Decided> => {
  const actor = participantIn(view.roster, person) ?? (await administratorOf(view.db, view.roster, person));
  if (actor === null) throw notFound();
  if (view.roster.closed && !AFTER_CLOSE.has(command.kind)) {
    throw new Refusal("closed", "The incident is closed. Reopen it to change anything.");
  }
  try {
    return await decide(actor);
  } catch (error) {
    if (!(error instanceof Refusal) || actor.role === "org_admin" || !mayAdminister(command.kind)) throw error;
    if (error.code !== "forbidden" && error.code !== "not-found") throw error;
    const administers = await administeredIn(view.db, view.roster, person);
    if (administers.length === 0) throw error;
    return decide({ ...actor, administers });
  }
};

const submitToRoom = async (
  context: Context,
  person: PersonId,
  incident: IncidentId,
  command: RoomCommand,
  origin: Origin,
): Promise<Kept> => {
  const handlers = handlersWith((cursor, of) => context.cursors.placeOf(cursor, of));
  await demandSight(context, person, incident);
  let isCounted = false;
  return context.journal.propose(incident, {
    person,
    command: command.id,
    origin,
    alone: READS_THE_LOG.has(command.kind),
    decide: (view, at) =>
      decideFor(view, person, command, async (actor) => {
        const decided = await decideBy(handlers, command, { ...view, actor, at });
        // A refused wish and a repeat count for nobody; what is decided again because another node was faster counts once.
        if (!isCounted) countUpdate(context, command.kind, actor, incident);
        isCounted = true;
        return decided;
      }),
  });
};

/** Whoever is not in the incident hears what he would hear of an incident that does not exist. */
const demandSight = async (context: Context, person: PersonId, incident: IncidentId): Promise<void> => {
  const room = await context.journal.room(incident);
  if (room !== null && participantIn(room.roster, person) !== null) return;
  if (room === null || (await administratorOf(context.store.db, room.roster, person)) === null) throw notFound();
};

export const answerOf = (kept: Kept): CommandAnswer => ({ ok: true, event: kept.event, repeated: kept.repeated });
