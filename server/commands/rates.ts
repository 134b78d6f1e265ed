import type { Actor } from "#domain/actor";
import type { CommandKind } from "#domain/command";
import type { IncidentId, PersonId } from "#domain/ids";
import type { Context } from "#server/context";

/** Kinds that give everybody something more to read. */
const TOLD_TO_ALL: ReadonlySet<CommandKind> = new Set<CommandKind>(["update.post", "update.renew", "comment.post"]);
const TWICE: ReadonlySet<string> = new Set(["commander", "scribe"]);

/** A declaration of severity 1, which no limit holds up. */
export const isGravest = (wish: Readonly<Record<string, unknown>>): boolean =>
  wish["severity"] === 1 && (wish["kind"] ?? "incident.declare") === "incident.declare";

/** One more write of this person, by whatever door; the gravest declaration always gets through. */
export const countWrite = ({ limits }: Context, person: PersonId, wish: Readonly<Record<string, unknown>>): void => {
  if (!isGravest(wish)) limits.count("writes", person);
};

/** One more update of this person, the organisation and the incident; throws `too-many`. */
export const countUpdate = ({ limits }: Context, kind: CommandKind, actor: Actor, incident: IncidentId): void => {
  if (!TOLD_TO_ALL.has(kind)) return;
  const { person, organisation, role } = actor;
  limits.countAll(
    [
      ["updatesBurst", person],
      ["updates", person],
      ["updatesPerOrganisation", organisation],
      ["updatesPerIncident", incident],
    ],
    TWICE.has(role) ? 2 : 1,
  );
};
