import type { IncomingMessage } from "node:http";
import type { Context } from "#server/context";

/** The peer's address; behind trusted proxies, the one that the outermost of them saw. */
export const addressOf = ({ env }: Pick<Context, "env">, request: IncomingMessage): string => {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (env.trustProxy === 0) return direct;
  const header = request.headers["x-forwarded-for"];
  const hops = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((hop) => hop.trim());
  return hops.at(-env.trustProxy) || direct;
};
