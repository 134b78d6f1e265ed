import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type * as z from "zod/mini";
import { notFound, Refusal } from "#domain/refusal";
import { addressOf } from "#server/access/peer-address";
import { authenticate, type Session } from "#server/access/session";
import { type Origin, originOf } from "#server/audit/origin";
import { noteRefusal } from "#server/audit/refusals";
import { type Context, contextOf } from "#server/context";
import { auditRoutes } from "./audit-routes.ts";
import { identityRoutes } from "./identity-routes.ts";
import { incidentRoutes } from "./incident-routes.ts";
import { invitationRoutes } from "./invitation-routes.ts";
import { readJson } from "./json-body.ts";
import { mailRoutes } from "./mail-routes.ts";
import { memberRoutes } from "./member-routes.ts";
import { oidcRoutes } from "./oidc-routes.ts";
import { openApiOf } from "./openapi.ts";
import { organisationRoutes } from "./organisation-routes.ts";
import { problem } from "./problem.ts";
import type { Call, Reply, Route } from "./route.ts";
import { sessionRoutes } from "./session-routes.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const parsed = (schema: z.ZodMiniType, value: unknown): unknown => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  if (unknownKey !== undefined)
    throw new Refusal("invalid", `"${unknownKey}" is not known here.`, { field: unknownKey });
  const field = issue?.path.map(String).join(".");
  throw new Refusal(
    "invalid",
    `${field ? `"${field}" ` : "The request "}${issue?.message ?? "is wrong"}.`,
    field ? { field } : {},
  );
};

/** Ids in paths are UUIDs, in lower case from here on; anything else cannot exist, and the store is not asked. */
const idsIn = (params: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === "token") return [name, value];
      if (!UUID.test(value)) throw notFound();
      return [name, value.toLowerCase()];
    }),
  );

type Asker = { session: Session | null; address: string; isGuess: boolean };

/** A bearer token that is wrong is a guess; right ones are never held up by other people's guesses. */
const countRequest = ({ limits }: Context, route: Route, { session, address, isGuess }: Asker): void => {
  if (session === null) {
    limits.count("anonymous", address);
    if (isGuess) limits.count("tokenGuess", address);
  } else if (route.limit !== null) limits.count(route.limit, session.person);
};

/** Who knocked, as far as it is known when something goes wrong; `request` is the id that he hears. */
type Knock = { request: string; session: Session | null; address: string };

const originOfKnock = (context: Context, { address, session, request }: Knock): Origin =>
  originOf({ address, session: session?.key ?? null, request }, context.audit.blind);

const callOf = async (
  context: Context,
  route: Route,
  request: Request,
  params: Record<string, string>,
  incoming: IncomingMessage,
  knock: Knock,
) => {
  const address = addressOf(context, incoming);
  const headers = incoming.headers;
  const { cookie, authorization } = headers;
  const session = route.passive ? null : await authenticate(context, { cookie, authorization });
  Object.assign(knock, { session, address });
  countRequest(context, route, { session, address, isGuess: authorization !== undefined });
  if (route.auth === "session" && session === null) throw new Refusal("unauthenticated", "Sign in first.");
  const { search, searchParams } = new URL(request.url);
  const query = Object.fromEntries(searchParams);
  const origin = originOfKnock(context, knock);
  return {
    context: contextOf(context, origin),
    params: idsIn(params),
    session,
    person: session?.person ?? "",
    address,
    origin,
    headers,
    search,
    query: route.query === null ? undefined : parsed(route.query, query),
    body: route.body === null ? undefined : parsed(route.body, await readJson(request)),
  };
};

const responseOf = (route: Route, reply: Reply): Response => {
  const headers = new Headers({ "cache-control": "no-store", ...reply.headers });
  const status = reply.status ?? route.status;
  if (reply.text !== undefined) {
    headers.set("content-type", reply.text.contentType);
    headers.set("content-security-policy", "sandbox; default-src 'none'");
    return new Response(reply.text.content, { status, headers });
  }
  headers.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(reply.body ?? { ok: true }), { status, headers });
};

/** Everything below /api/v1. One wrapper around every handler: whatever it throws becomes an answer. */
export const createApi = (context: Context, options: { setUpToken: string; version: string }) => {
  const routes = [
    ...sessionRoutes(options.setUpToken),
    ...identityRoutes,
    ...oidcRoutes,
    ...memberRoutes,
    ...mailRoutes,
    ...organisationRoutes,
    ...incidentRoutes,
    ...invitationRoutes,
    ...auditRoutes,
  ];
  const app = new Hono<{ Bindings: HttpBindings; Variables: { knock: Knock } }>().basePath("/api/v1");
  const document = JSON.stringify(openApiOf(routes, options.version));
  app.get("/openapi.json", (c) => c.body(document, 200, { "content-type": "application/json; charset=utf-8" }));
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(route.method, path, async (c) => {
      const knock: Knock = { request: randomUUID(), session: null, address: "unknown" };
      c.set("knock", knock);
      const call = await callOf(context, route, c.req.raw, c.req.param(), c.env.incoming, knock);
      // The schemas of this very route made body and query, so they have the types its handler asks for.
      return responseOf(route, await route.handle(call as Call<never, never>));
    });
  }
  app.notFound(() => problem(context, notFound(), "api", randomUUID()));
  app.onError((error, c) => {
    const knock = c.get("knock");
    const door = `${c.req.method} ${c.req.routePath.replace("/api/v1", "")}`;
    const person = knock.session?.person ?? null;
    noteRefusal(context, { person, origin: originOfKnock(context, knock), door, incident: c.req.param("id"), error });
    return problem(context, error, door, knock.request);
  });
  return { routes, listener: getRequestListener(app.fetch, { overrideGlobalObjects: false }) };
};
