import { addOrganisation, listOrganisations, organisationSchema, readOrganisation } from "#server/access/directory";
import { type Route, route } from "./route.ts";

export const organisationRoutes: Route[] = [
  route({
    method: "GET",
    path: "/organisations",
    summary: "The organisations this installation knows.",
    handle: async ({ context, person }) => {
      return { body: { items: await listOrganisations(context, person), cursor: null, more: false } };
    },
  }),
  route({
    method: "POST",
    path: "/organisations",
    summary: "Add an organisation to the directory.",
    body: organisationSchema,
    status: 201,
    handle: async ({ context, person, body }) => ({ body: await addOrganisation(context, person, body) }),
  }),
  route({
    method: "GET",
    path: "/organisations/{id}",
    summary: "One organisation of the directory.",
    handle: async ({ context, person, params }) => ({
      body: await readOrganisation(context, person, params["id"] ?? ""),
    }),
  }),
];
