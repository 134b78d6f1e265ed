import * as z from "zod/mini";
import * as f from "#domain/fields";
import { exportAudit } from "#server/reads/export-audit";
import {
  exportOrganisationActs,
  exportPlatformActs,
  listOrganisationActs,
  listPlatformActs,
} from "#server/reads/read-acts";
import { listAudit } from "#server/reads/read-audit";
import type { Exported } from "#server/reads/read-export";
import { type Reply, type Route, route } from "./route.ts";

const id = (params: Readonly<Record<string, string>>): string => params["id"] ?? "";
const filters = {
  actor: z.optional(f.id),
  action: z.optional(z.string().check(z.regex(/^[a-z.-]{1,60}$/, "is no action"))),
  from: z.optional(f.time),
  until: z.optional(f.time),
};
const paging = {
  cursor: z.optional(z.string().check(z.maxLength(400))),
  limit: z.optional(
    z.pipe(z.string().check(z.regex(/^\d{1,3}$/, "is not a number")), z.transform(Number)).check(z.gte(1), z.lte(200)),
  ),
};
const actsQuery = z.strictObject({ ...filters, ...paging });
const linesQuery = z.strictObject({ ...filters, ...paging, organisation: z.optional(f.id) });
const format = z.optional(z.enum(["jsonl", "csv"]));

const file = ({ name, contentType, body }: Exported): Reply => ({
  text: { contentType, content: body },
  headers: { "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
});

export const auditRoutes: Route[] = [
  route({
    method: "GET",
    path: "/incidents/{id}/audit",
    summary: "Who did what in the incident, newest first: the rows I may read, without content.",
    query: linesQuery,
    handle: async ({ context, person, params, query: { cursor, limit, ...filter } }) => ({
      body: await listAudit(context, person, id(params), { cursor, limit, filter }),
    }),
  }),
  route({
    method: "GET",
    path: "/incidents/{id}/audit/export",
    summary: "All rows I may read, signed: a bundle that npm run audit:verify checks offline.",
    query: z.strictObject({ ...filters, organisation: z.optional(f.id), format }),
    handle: async ({ context, person, params, query: { format: as = "jsonl", ...filter } }) => {
      context.limits.count("export", person);
      return file(await exportAudit(context, person, id(params), as, filter));
    },
  }),
  route({
    method: "GET",
    path: "/organisations/{id}/audit",
    summary: "What was done to accounts and members of an organisation I administer or audit, newest first.",
    query: actsQuery,
    handle: async ({ context, person, params, query: { cursor, limit, ...filter } }) => ({
      body: await listOrganisationActs(context, person, id(params), { cursor, limit, filter }),
    }),
  }),
  route({
    method: "GET",
    path: "/organisations/{id}/audit/export",
    summary: "The same, all of it, signed.",
    query: z.strictObject({ ...filters, format }),
    handle: async ({ context, person, params, query: { format: as = "jsonl", ...filter } }) => {
      context.limits.count("export", person);
      return file(await exportOrganisationActs(context, person, id(params), { format: as, filter }));
    },
  }),
  route({
    method: "GET",
    path: "/audit",
    summary:
      "For the installation's administrators and auditors: platform and accounts; of the incidents only a count, and whether all verifies.",
    query: linesQuery,
    handle: async ({ context, person, query: { cursor, limit, ...filter } }) => ({
      body: await listPlatformActs(context, person, { cursor, limit, filter }),
    }),
  }),
  route({
    method: "GET",
    path: "/audit/export",
    summary: "The rows of platform and accounts, signed.",
    query: z.strictObject({ ...filters, organisation: z.optional(f.id), format }),
    handle: async ({ context, person, query: { format: as = "jsonl", ...filter } }) => {
      context.limits.count("export", person);
      return file(await exportPlatformActs(context, person, { format: as, filter }));
    },
  }),
  route({
    method: "GET",
    path: "/audit/checkpoint",
    summary: "A signed checkpoint of the whole audit, sealed: it proves later what stood here, and tells nothing now.",
    handle: async ({ context }) => ({ body: await context.audit.sealed() }),
  }),
];
