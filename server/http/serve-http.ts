import { createServer, type Server } from "node:http";
import { SOCKET_PATH } from "#domain/protocol";
import { addressOf } from "#server/access/peer-address";
import type { Context } from "#server/context";
import type { Pages } from "#server/pages";
import { createApi } from "./api.ts";
import { passGate } from "./gate.ts";
import { serveOperations } from "./operations.ts";

type Options = { setUpToken: string; version: string; isClosing: () => boolean };

/** One server for everything: the gate first, then the operator's paths, the API, and the pages for the rest. */
export const serveHttp = (context: Context, pages: Pages, { setUpToken, version, isClosing }: Options): Server => {
  const api = createApi(context, { setUpToken, version });
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 },
    (request, response) => {
      if (!passGate(context, request, response)) return;
      if (serveOperations(context, request, response, isClosing())) return;
      if (request.url?.startsWith("/api/")) void api.listener(request, response);
      else {
        // What a client writes here itself is overwritten: pages count wrong codes by it.
        request.headers["x-muster-address"] = addressOf(context, request);
        pages.serve(request, response);
      }
    },
  );
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith(`${SOCKET_PATH}/`)) return;
    if (pages.upgrade === null) socket.destroy();
    else void pages.upgrade(request, socket, head);
  });
  return server;
};
