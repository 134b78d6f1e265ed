import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "#server/context";
import { isLoopback } from "#server/env";
import { registry } from "#server/metrics";

const text = (response: ServerResponse, status: number, body: string, type = "text/plain; charset=utf-8"): void => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
};

const ready = async (context: Context, response: ServerResponse, closing: boolean): Promise<void> => {
  if (closing) return text(response, 503, "closing\n");
  try {
    await context.store.ping();
    text(response, 200, "ready\n");
  } catch {
    text(response, 503, "store\n");
  }
};

/** For the operator's own programs; answers false when the path is another one. */
export const serveOperations = (
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  closing: boolean,
): boolean => {
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/healthz") {
    text(response, 200, "ok\n");
    return true;
  }
  if (path === "/readyz") {
    void ready(context, response, closing);
    return true;
  }
  if (path !== "/metrics") return false;
  const direct = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  if (!isLoopback(direct) || context.env.trustProxy > 0) {
    text(response, 404, "not found\n");
    return true;
  }
  registry.metrics().then(
    (body) => text(response, 200, body, registry.contentType),
    () => text(response, 503, "metrics\n"),
  );
  return true;
};
