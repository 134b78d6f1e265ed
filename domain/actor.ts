import type { OrganisationId, PersonId } from "./ids.ts";
import type { Role, Standing } from "./words.ts";

/** As what somebody acts: in a role, or from outside as an administrator of an organisation that takes part. */
export type ActingRole = Role | "org_admin";

/** What a person may do beyond any incident. */
export type PlatformRole = "platform_admin" | "user";

/**
 * Who acts in an incident, read from the log at the place where the command will stand.
 * Only the server makes one; it is never taken from a token or from what a client says.
 */
export type Actor = {
  readonly person: PersonId;
  readonly name: string;
  readonly organisation: OrganisationId;
  readonly sector: string;
  readonly role: ActingRole;
  readonly standing: Standing;
  /** Organisations of the incident that the person administers, where that was asked for. */
  readonly administers?: readonly OrganisationId[];
  /** Organisations of the incident whose auditor the person is, where that was asked for. */
  readonly audits?: readonly OrganisationId[];
};

/** The author as everybody who may see the event sees him. */
export type By = {
  person: PersonId;
  name: string;
  organisation: OrganisationId;
  role: ActingRole;
  /** Present while nobody of the organisation has vouched for the author. */
  standing?: "provisional";
};

export const byOf = (actor: Actor): By => ({
  person: actor.person,
  name: actor.name,
  organisation: actor.organisation,
  role: actor.role,
  ...(actor.standing === "provisional" ? { standing: "provisional" } : {}),
});
