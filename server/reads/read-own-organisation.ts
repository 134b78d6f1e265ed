import { eq } from "drizzle-orm";
import { organisations } from "#db/schema/tables";
import * as f from "#domain/fields";
import { Refusal } from "#domain/refusal";
import { readOrganisationSettings } from "#server/access/directory";
import type { Me } from "#server/access/session";
import { running } from "#server/running";

/** An organisation for the page of its administrators; null for everybody else. */
export const readOwnOrganisation = async (me: Me, id: string) => {
  if (!f.id.safeParse(id).success) return null;
  try {
    return await readOrganisationSettings(running(), me.person.id, id);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

/** The key of an organisation's sector; empty when there is no such organisation. */
export const readSector = async (id: string): Promise<string> => {
  const { db } = running().store;
  const [row] = await db.select({ sector: organisations.sector }).from(organisations).where(eq(organisations.id, id));
  return row?.sector ?? "";
};
