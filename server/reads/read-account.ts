import { eq } from "drizzle-orm";
import { people } from "#db/schema/tables";
import type { Me } from "#server/access/session";
import { running } from "#server/running";

/** How this person may sign in, for the settings. */
export const readAccount = async (me: Me): Promise<{ hasPassword: boolean; mayHavePassword: boolean }> => {
  const { db } = running().store;
  const row = (await db.select().from(people).where(eq(people.id, me.person.id)))[0];
  const hasPassword = row?.passwordHash != null;
  return { hasPassword, mayHavePassword: hasPassword || row?.emailProvenAt != null };
};

/** The providers of identities that people may sign in with. */
export const readProviders = () => running().env.issuers.map(({ name, issuer }) => ({ name, issuer }));
