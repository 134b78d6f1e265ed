import type { IncomingMessage, ServerResponse } from "node:http";
import type { RefusalCode } from "#domain/refusal";
import { SIZES } from "#server/access/limits";
import { isOwnOrigin } from "#server/access/origin";
import { isPlainQuery } from "#server/access/plain-json";
import type { Context } from "#server/context";

/** Providers send long codes back, and an audience may be many; Node bounds them with the headers. */
const MAY_BE_LONG = /^\/api\/v1\/(session\/oidc\/callback|incidents\/[\w-]{36}\/audience)\?/;

/** A step up in the path, however it is spelled: it would lead to another door than the one that was knocked at. */
const STEPS_UP = /[/\\](\.|%2e){1,2}([/\\]|$)/i;

type Verdict = { status: number; sentence: string } | null;

const CODES: ReadonlyMap<number, RefusalCode> = new Map([
  [403, "forbidden"],
  [404, "not-found"],
  [414, "too-large"],
]);

const isWrite = (method: string | undefined): boolean => method !== "GET" && method !== "HEAD";

const foreign = (context: Context, request: IncomingMessage): boolean => {
  const { origin, host, cookie, authorization } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin !== undefined) return !isOwnOrigin(context.env, origin, host);
  return cookie !== undefined && authorization === undefined;
};

const judge = (context: Context, request: IncomingMessage): Verdict => {
  const { url = "/", method, headers } = request;
  if (!url.startsWith("/") || url.startsWith("//") || STEPS_UP.test(url.split("?", 1)[0] ?? "")) {
    return { status: 400, sentence: "This is not a path." };
  }
  if (headers["x-middleware-subrequest"] !== undefined || headers["next-action"] !== undefined) {
    return { status: 400, sentence: "This request is not one of ours." };
  }
  if (url.length > SIZES.urlBytes && !MAY_BE_LONG.test(url))
    return { status: 414, sentence: "The address is too long." };
  const query = url.indexOf("?");
  if (query >= 0 && !MAY_BE_LONG.test(url) && !isPlainQuery(url.slice(query + 1)))
    return { status: 400, sentence: "The query is not one of ours." };
  if (url.startsWith("/_next/image")) return { status: 404, sentence: "There is nothing here." };
  if (!isWrite(method)) return null;
  if (!url.startsWith("/api/")) return { status: 405, sentence: "Only GET goes here." };
  if (foreign(context, request)) return { status: 403, sentence: "This request comes from another site." };
  return null;
};

/** What no request of ours looks like is answered here, before anything parses it; false when it was. */
export const passGate = (context: Context, request: IncomingMessage, response: ServerResponse): boolean => {
  const verdict = judge(context, request);
  if (verdict === null) return true;
  const code = CODES.get(verdict.status) ?? "invalid";
  response.writeHead(verdict.status, { "content-type": "application/problem+json", "cache-control": "no-store" });
  response.end(
    JSON.stringify({
      type: "about:blank",
      title: verdict.sentence,
      status: verdict.status,
      code,
      detail: verdict.sentence,
    }),
  );
  return false;
};
