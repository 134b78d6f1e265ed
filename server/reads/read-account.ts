import { eq } from "drizzle-orm";
import { people } from "#db/schema/tables";
import type { Me } from "#server/access/session";
import { running } from "#server/running";

/** Is there a way for mail? */
export const hasMail = (): boolean => running().env.mail !== null;

type Account = { hasPassword: boolean; mayHavePassword: boolean; mayProveMailbox: boolean };

/** How this person may sign in, for the settings. */
export const readAccount = async (me: Me): Promise<Account> => {
  const { db } = running().store;
  const row = (await db.select().from(people).where(eq(people.id, me.person.id)))[0];
  const hasPassword = row?.passwordHash != null;
  const isProven = row?.emailProvenAt != null;
  const mayProveMailbox = hasMail() && !isProven && me.person.email !== "";
  return { hasPassword, mayHavePassword: hasPassword || isProven, mayProveMailbox };
};

/** The providers of identities that people may sign in with. */
export const readProviders = () => running().env.issuers.map(({ name, issuer }) => ({ name, issuer }));
