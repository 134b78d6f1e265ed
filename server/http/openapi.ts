import * as z from "zod/mini";
import { commandSchema } from "#domain/command";
import { REFUSAL_STATUS } from "#domain/refusal";
import type { Route } from "./route.ts";

const jsonSchema = (schema: z.ZodMiniType): unknown => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });

const parametersOf = (route: Route): unknown[] => {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  if (route.query === null) return path;
  const { properties = {} } = z.toJSONSchema(route.query, { io: "input", unrepresentable: "any" });
  const query = Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
  return [...path, ...query];
};

const operationOf = (route: Route): unknown => ({
  summary: route.summary,
  operationId:
    `${route.method.toLowerCase()}${route.path.replaceAll(/[^a-zA-Z]+(\w)/g, (_all, next: string) => next.toUpperCase())}`.replaceAll(
      /[^a-zA-Z]/g,
      "",
    ),
  ...(route.auth === "none" ? { security: [] } : {}),
  parameters: parametersOf(route),
  ...(route.body === null
    ? {}
    : {
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: route.path.endsWith("/commands")
                ? { $ref: "#/components/schemas/Command" }
                : jsonSchema(route.body),
            },
          },
        },
      }),
  responses: {
    [route.status]: { description: "Done" },
    default: {
      description: "Refused",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  },
});

/** OpenAPI 3.1, made from the very table that the router serves. */
export const openApiOf = (routes: readonly Route[], version: string): unknown => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Muster", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    security: [{ cookie: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        cookie: { type: "apiKey", in: "cookie", name: "muster" },
        bearer: { type: "http", scheme: "bearer" },
      },
      schemas: {
        Command: jsonSchema(commandSchema),
        Problem: {
          type: "object",
          required: ["type", "title", "status", "code"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            code: { enum: [...Object.keys(REFUSAL_STATUS), "internal"] },
            detail: { type: "string" },
            field: { type: "string" },
            requestId: { type: "string" },
          },
        },
      },
    },
  };
};
