import type { OrganisationId, PersonId } from "#domain/ids";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";

type Personal = { email: string; person: PersonId; organisation: OrganisationId; maxUses: number };

/** A mailed invitation is for one person, and counts like all mail that people cause. */
export const countPersonal = ({ env, limits }: Context, { email, person, organisation, maxUses }: Personal): void => {
  if (env.mail === null)
    throw new Refusal("invalid", "There is no way for mail here: make a link.", { field: "email" });
  if (maxUses !== 1)
    throw new Refusal("invalid", "What is mailed to one address is for one person.", { field: "maxUses" });
  limits.countAll([
    ["mailPerAddress", email],
    ["mailPerPerson", person],
    ["mailPerOrganisation", organisation],
  ]);
};

/** Whoever has the link and not the address does not come in by it; which address it is for is not told. */
export const demandAddress = (wanted: string | null, email: string): void => {
  if (wanted === null || wanted === email) return;
  const sentence = "This invitation is for another address: the one it was mailed to.";
  throw new Refusal("forbidden", sentence, { field: "email" });
};
