import type { PersonId } from "#domain/ids";
import { notFound } from "#domain/refusal";
import type { Context } from "#server/context";
import { loadMe, type Me } from "./me.ts";

/** For whoever administers the installation; to others nothing is here. */
export const demandPlatform = async ({ store }: Context, person: PersonId): Promise<void> => {
  const me = await loadMe(store.db, person);
  if (!me?.platformAdmin) throw notFound();
};

/** Who looks at the installation as a whole: its administrators, and its auditors who do nothing else. */
export const seesPlatform = (me: Me | null): boolean => me !== null && (me.platformAdmin || me.platformAuditor);
