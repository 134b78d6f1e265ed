import type { IncomingHttpHeaders } from "node:http";
import type * as z from "zod/mini";
import type { Session } from "#server/access/session";
import type { Origin } from "#server/audit/origin";
import type { Context } from "#server/context";

/** What a handler gets: everything that came in has passed its schema. */
export type Call<B, Q> = {
  context: Context;
  params: Readonly<Record<string, string>>;
  body: B;
  query: Q;
  /** The query as it came, with its question mark. */
  search: string;
  /** Who asks; handlers of routes with `auth: "session"` use `person`. */
  session: Session | null;
  person: string;
  /** The address of the peer, behind as many proxies as the environment trusts. */
  address: string;
  /** The same for the audit, with the session and the id of the request. */
  origin: Origin;
  headers: IncomingHttpHeaders;
};

export type Reply = {
  status?: number;
  body?: unknown;
  /** Instead of `body`: sent as it is. */
  text?: { contentType: string; content: string };
  headers?: Record<string, string>;
};

/** One line of the API: what the router serves is what the OpenAPI document says. */
export type Route = {
  method: "GET" | "POST" | "DELETE";
  /** Below /api/v1, parameters in braces. */
  path: string;
  summary: string;
  auth: "session" | "none";
  /** The call is no use of the session: it neither reads nor prolongs it. */
  passive: boolean;
  body: z.ZodMiniType | null;
  query: z.ZodMiniType | null;
  /** The status of success. */
  status: number;
  /** What each request counts as, per person; null when the handler counts by itself. */
  limit: "reads" | "writes" | null;
  handle: (call: Call<never, never>) => Promise<Reply>;
};

type Definition<B extends z.ZodMiniType | null, Q extends z.ZodMiniType | null> = {
  method: Route["method"];
  path: string;
  summary: string;
  auth?: Route["auth"];
  passive?: boolean;
  body?: B;
  query?: Q;
  status?: number;
  limit?: Route["limit"];
  handle: (
    call: Call<B extends z.ZodMiniType ? z.output<B> : undefined, Q extends z.ZodMiniType ? z.output<Q> : undefined>,
  ) => Promise<Reply>;
};

export const route = <B extends z.ZodMiniType | null = null, Q extends z.ZodMiniType | null = null>(
  definition: Definition<B, Q>,
): Route => ({
  method: definition.method,
  path: definition.path,
  summary: definition.summary,
  auth: definition.auth ?? "session",
  passive: definition.passive ?? false,
  body: definition.body ?? null,
  query: definition.query ?? null,
  status: definition.status ?? 200,
  limit: definition.limit === undefined ? (definition.method === "GET" ? "reads" : "writes") : definition.limit,
  handle: definition.handle,
});
