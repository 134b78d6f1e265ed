import { REFUSAL_STATUS, Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import { InternalError, refusalFrom } from "#server/refusal-from";

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported",
  429: "Too many requests",
  500: "Our fault",
  503: "Not available now",
  507: "No space",
};

/** RFC 9457. What is absent and what is not yours get the same bytes, so a 404 carries no id of the request. */
export const problem = (context: Context, error: unknown, where: string, requestId: string): Response => {
  const refusal = refusalFrom(context, error, where, requestId);
  const internal = refusal instanceof InternalError;
  const status = internal ? 500 : REFUSAL_STATUS[refusal.code];
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (refusal.retryAfterS !== undefined) headers.set("retry-after", String(refusal.retryAfterS));
  const body = {
    type: internal ? "about:blank" : `https://muster.invalid/problems/${refusal.code}`,
    title: TITLES[status] ?? "Refused",
    status,
    code: internal ? "internal" : refusal.code,
    ...(internal ? {} : { detail: refusal.message }),
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    ...(status === 404 ? {} : { requestId }),
  };
  return new Response(JSON.stringify(body), { status, headers });
};

export const refuse = (code: Refusal["code"], message: string): Refusal => new Refusal(code, message);
