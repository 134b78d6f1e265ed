import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as z from "zod/mini";
import { organisations } from "#db/schema/tables";
import * as f from "#domain/fields";
import { forbidden, notFound, Refusal } from "#domain/refusal";
import { loadMe } from "#server/access/me";
import type { Context } from "#server/context";
import { listIncidents } from "#server/reads/read-my-incidents";
import { type Route, route } from "./route.ts";

const timeZone = z.string().check(
  z.maxLength(64),
  z.refine((zone) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
    } catch {
      return false;
    }
  }, "is not a time zone (IANA)"),
);

const organisationSchema = z.strictObject({
  name: f.name,
  code: f.code,
  sector: f.sectorKey,
  timeZone: z.optional(timeZone),
  domains: z.optional(
    z
      .array(z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "is not a domain in lower case")))
      .check(z.maxLength(20)),
  ),
});

const shown = (row: typeof organisations.$inferSelect) => ({
  id: row.id,
  name: row.name,
  code: row.code,
  sector: row.sector,
  timeZone: row.timeZone,
});

/** The directory is for those who build incidents: administrators, and the command of an incident that is open. */
const demandDirectory = async (context: Context, person: string): Promise<void> => {
  const me = await loadMe(context.store.db, person);
  if (me?.platformAdmin || me?.organisations.some((organisation) => organisation.role === "admin")) return;
  const incidents = await listIncidents(context, person);
  const commands = incidents.some(({ role, mode }) => mode === "real" && (role === "commander" || role === "deputy"));
  if (!commands)
    throw forbidden("The directory of organisations is for administrators and the command of an incident.");
};

export const organisationRoutes: Route[] = [
  route({
    method: "GET",
    path: "/organisations",
    summary: "The organisations this installation knows.",
    handle: async ({ context, person }) => {
      await demandDirectory(context, person);
      const rows = await context.store.db
        .select()
        .from(organisations)
        .where(eq(organisations.drill, false))
        .orderBy(organisations.name);
      return { body: { items: rows.map(shown), cursor: null, more: false } };
    },
  }),
  route({
    method: "POST",
    path: "/organisations",
    summary: "Add an organisation to the directory.",
    body: organisationSchema,
    status: 201,
    handle: async ({ context, person, body }) => {
      await demandDirectory(context, person);
      const id = uuidv7();
      const rows = await context.store.db
        .insert(organisations)
        .values({
          id,
          name: body.name,
          code: body.code,
          sector: body.sector,
          timeZone: body.timeZone ?? null,
          domains: body.domains ?? [],
        })
        .onConflictDoNothing()
        .returning();
      const row = rows[0];
      if (row === undefined)
        throw new Refusal("conflict", `The code ${body.code} belongs to another organisation.`, { field: "code" });
      return { body: shown(row) };
    },
  }),
  route({
    method: "GET",
    path: "/organisations/{id}",
    summary: "One organisation of the directory.",
    handle: async ({ context, person, params }) => {
      await demandDirectory(context, person);
      const row = (
        await context.store.db
          .select()
          .from(organisations)
          .where(eq(organisations.id, params["id"] ?? ""))
      )[0];
      if (row === undefined || row.drill) throw notFound();
      return { body: shown(row) };
    },
  }),
];
