import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "./context.ts";

/** For everything that is no page: data that a browser opens by itself does nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** `dev`: the development build evaluates text; the built product never may. */
const pagePolicy = (nonce: string, dev: boolean): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Widths of bars and places of floating parts are set as attributes; they load and run nothing.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
  ].join("; ");

/**
 * Lets one answer run its own scripts and nothing else. Next reads the nonce from the request and writes it
 * on what it renders (https://nextjs.org/docs/app/guides/content-security-policy); what a client sent there is overwritten.
 */
export const allowOwnScripts = (request: IncomingMessage, response: ServerResponse, dev: boolean): void => {
  const policy = pagePolicy(randomBytes(16).toString("base64"), dev);
  request.headers["content-security-policy"] = policy;
  delete request.headers["content-security-policy-report-only"];
  response.setHeader("content-security-policy", policy);
};

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": DATA_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};
const HSTS = "max-age=63072000; includeSubDomains";

/** Sets what every answer carries, whatever it is. */
export const carryHeaders = (context: Context, request: IncomingMessage, response: ServerResponse): void => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (context.env.baseUrl.startsWith("https:")) response.setHeader("strict-transport-security", HSTS);
  if (request.url?.startsWith("/api/")) response.setHeader("cache-control", "no-store");
};
