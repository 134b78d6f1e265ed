import type { OrganisationId, PersonId } from "./ids.ts";
import type { Role, Standing } from "./words.ts";

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
  readonly role: Role;
  readonly standing: Standing;
};

/** The author as everybody who may see the event sees him. */
export type By = {
  person: PersonId;
  name: string;
  organisation: OrganisationId;
  role: Role;
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
