import { and, arrayOverlaps, eq, ne } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { installation, organisations } from "#db/schema/tables";
import * as f from "#domain/fields";
import type { PersonId } from "#domain/ids";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import { appendActs } from "#server/audit/installation-chain";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { listIncidents } from "#server/reads/read-my-incidents";
import { recordAct } from "./account-acts.ts";
import { confusedField, type Named } from "./confusable.ts";
import { loadMe } from "./me.ts";
import { type By, demandAdministration } from "./members.ts";

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};
const timeZone = z.string().check(z.maxLength(64), z.refine(isTimeZone, "is not a time zone (IANA)"));
const domain = z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "is not a domain in lower case"));

export const organisationSchema = z.strictObject({
  name: f.name,
  code: f.code,
  sector: f.sectorKey,
  timeZone: z.optional(timeZone),
  domains: z.optional(z.array(domain).check(z.maxLength(20))),
});

export const organisationSettingsSchema = z.strictObject({
  timeZone: z.nullable(timeZone),
  domains: z.array(domain).check(z.maxLength(20)),
});

const shown = ({ id, name, code, sector, timeZone: zone }: typeof organisations.$inferSelect) => ({
  id,
  name,
  code,
  sector,
  timeZone: zone,
});
export type DirectoryEntry = ReturnType<typeof shown>;

/** The directory is for those who build incidents: administrators, and the command of a real incident. */
const demandDirectory = async (context: Context, person: PersonId): Promise<void> => {
  const me = await loadMe(context.store.db, person);
  if (me?.platformAdmin || me?.organisations.some((organisation) => organisation.role === "admin")) return;
  for (const { id, role, mode } of await listIncidents(context, person)) {
    if (mode !== "real" || (role !== "commander" && role !== "deputy")) continue;
    const room = await context.journal.room(id);
    if (room?.participant(person)?.standing === "vouched") return;
  }
  throw forbidden("The directory of organisations is for administrators and the command of an incident.");
};

export const listOrganisations = async (context: Context, person: PersonId): Promise<DirectoryEntry[]> => {
  await demandDirectory(context, person);
  const { db } = context.store;
  const rows = await db.select().from(organisations).where(eq(organisations.drill, false)).orderBy(organisations.name);
  return rows.map(shown);
};

export const readOrganisation = async (context: Context, person: PersonId, id: string): Promise<DirectoryEntry> => {
  await demandDirectory(context, person);
  const row = (await context.store.db.select().from(organisations).where(eq(organisations.id, id)))[0];
  if (row === undefined || row.drill) throw notFound();
  return shown(row);
};

/** Boards show names and codes and nothing else, so nobody enters under one that passes for another's. One after the other. */
const demandDistinct = async (tx: Transaction, made: Named): Promise<void> => {
  await tx.select().from(installation).where(eq(installation.key, "set-up")).for("update");
  const { name, code } = organisations;
  for (const known of await tx.select({ name, code }).from(organisations).where(eq(organisations.drill, false))) {
    const field = known.code === made.code ? "code" : confusedField(made, known);
    if (field === null) continue;
    const words = field === "code" ? `The code ${made.code}` : `The name “${made.name}”`;
    const whose = `${known.name} (${known.code})`;
    throw new Refusal("conflict", `${words} would be taken for that of another organisation, ${whose}.`, { field });
  }
};

/** Codes are unique: boards show nothing else. */
export const addOrganisation = async (
  context: Context,
  person: PersonId,
  input: z.output<typeof organisationSchema>,
): Promise<DirectoryEntry> => {
  await demandDirectory(context, person);
  const { name, code, sector } = input;
  const values = { id: uuidv7(), name, code, sector, timeZone: input.timeZone ?? null, domains: input.domains ?? [] };
  return context.store.db.transaction(async (tx) => {
    await demandDistinct(tx, input);
    const row = (await tx.insert(organisations).values(values).onConflictDoNothing().returning())[0];
    if (row === undefined)
      throw new Refusal("conflict", `The code ${code} belongs to another organisation.`, { field: "code" });
    const object = { type: "organisation", id: row.id };
    await recordAct(tx, context, { action: "organisation.add", person, object, organisation: row.id });
    return shown(row);
  });
};

export const readOrganisationSettings = async (context: Context, person: PersonId, id: string) => {
  await demandAdministration(context, person, id);
  const row = (await context.store.db.select().from(organisations).where(eq(organisations.id, id)))[0];
  if (row === undefined) throw notFound();
  return { ...shown(row), domains: row.domains };
};

/** A domain vouches for whoever proves a mailbox in it, so it belongs to one organisation. */
export const setOrganisation = async (
  context: Context,
  { person, origin }: By,
  id: string,
  input: z.output<typeof organisationSettingsSchema>,
): Promise<void> => {
  await demandAdministration(context, person, id);
  await context.store.db.transaction(async (tx) => {
    if (input.domains.length > 0) {
      const shared = arrayOverlaps(organisations.domains, input.domains);
      const others = and(ne(organisations.id, id), eq(organisations.drill, false), shared);
      if ((await tx.$count(organisations, others)) > 0)
        throw new Refusal("conflict", "One of these domains belongs to another organisation.", { field: "domains" });
    }
    await tx.update(organisations).set(input).where(eq(organisations.id, id));
    const entry = { action: "organisation.set", objectType: "organisation", objectId: id, actor: person };
    await appendActs(tx, [{ ...entry, actorOrganisation: id, at: context.now(), origin }]);
  });
};
