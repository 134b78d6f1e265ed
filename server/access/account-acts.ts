import type { OrganisationId, PersonId } from "#domain/ids";
import { appendActs } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";

type AccountAct = {
  action: string;
  person: PersonId;
  /** What it was done to, when that is not the person. */
  object?: { type: string; id: string | null };
  incident?: string;
  /** Whose matter it is. */
  organisation?: OrganisationId;
  /** The organisation that the person acts for. */
  actorOrganisation?: OrganisationId;
};

/** Puts what somebody did to an account, a session or an invitation on record; the last thing in its transaction. */
export const recordAct = (
  tx: Transaction,
  { now, origin }: Context,
  { action, person, object, incident, organisation, actorOrganisation }: AccountAct,
): Promise<void> =>
  appendActs(tx, [
    {
      ...{ action, objectType: object?.type ?? "person", objectId: object === undefined ? person : object.id },
      ...{ actor: person, at: now(), ...(origin === undefined ? {} : { origin }) },
      ...(incident === undefined ? {} : { incident }),
      ...(organisation === undefined ? {} : { scope: organisation }),
      ...(actorOrganisation === undefined ? {} : { actorOrganisation }),
    },
  ]);
