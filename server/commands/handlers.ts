import type { CommandKind, CommandOf } from "#domain/command";
import type { Decided } from "#server/journal/draft";
import type { Deciding, Handler } from "./deciding.ts";
import { closeIncident, paceDrill, reopenIncident, setPhase, setSeverity, setSharing } from "./incident.ts";
import {
  answerOrganisation,
  enterOrganisation,
  leaveOrganisation,
  setCadence,
  setDefaultMarking,
} from "./organisation.ts";
import { removeParticipant, setRole, vouchParticipant } from "./participant.ts";
import { acknowledgeEvent, markRead, pinEvent, postComment } from "./room.ts";
import { postUpdate, redactUpdate, renewUpdate, setMarking } from "./update.ts";

/** Kinds that are wishes to an incident that exists already. */
export type RoomKind = Exclude<CommandKind, "incident.declare">;
type Handlers = { [K in RoomKind]: Handler<K> };

/** The compiler refuses a new kind of command that nobody decides. */
export const handlersWith = (placeOf: (cursor: string, incident: string) => number | null): Handlers => ({
  "incident.set-severity": setSeverity,
  "incident.set-phase": setPhase,
  "incident.set-sharing": setSharing,
  "incident.close": closeIncident,
  "incident.reopen": reopenIncident,
  "drill.pace": paceDrill,
  "organisation.enter": enterOrganisation,
  "organisation.answer": answerOrganisation,
  "organisation.leave": leaveOrganisation,
  "organisation.set-default-marking": setDefaultMarking,
  "organisation.set-cadence": setCadence,
  "participant.set-role": setRole,
  "participant.remove": removeParticipant,
  "participant.vouch": vouchParticipant,
  "update.post": postUpdate,
  "update.renew": renewUpdate,
  "update.redact": redactUpdate,
  "update.set-marking": setMarking,
  "comment.post": postComment,
  "event.pin": pinEvent,
  "event.acknowledge": acknowledgeEvent,
  "read.mark": markRead(placeOf),
});

/** What still changes in a closed incident. */
export const AFTER_CLOSE: ReadonlySet<RoomKind> = new Set<RoomKind>([
  "incident.reopen",
  "incident.set-phase",
  "update.redact",
  "update.set-marking",
  "participant.remove",
  "comment.post",
  "event.acknowledge",
  "event.pin",
  "read.mark",
]);

/**
 * Kinds decided by what the store says of earlier lines, or that change them. Each is written alone: lines of the same
 * write are not in the store yet.
 */
export const READS_THE_LOG: ReadonlySet<RoomKind> = new Set<RoomKind>([
  "update.renew",
  "update.redact",
  "update.set-marking",
]);

export const decideBy = <K extends RoomKind>(
  handlers: Handlers,
  command: { [Kind in K]: CommandOf<Kind> }[K],
  deciding: Deciding,
): Decided | Promise<Decided> => {
  const kind: K = command.kind;
  return handlers[kind](command, deciding);
};
