import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { Duplex } from "node:stream";
import next from "next";
import sirv from "sirv";
import { allowOwnScripts } from "./answer-headers.ts";

export type Pages = {
  serve: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>) | null;
  close: () => Promise<void>;
};

const STATIC = "/_next/static";

type Options = { dev: boolean; dir: string; host: string; port: number; failed: (error: unknown) => void };

/** What a page says depends on who asks; Next names only its own headers. */
const varyByCookie = (response: ServerResponse): void => {
  const set = response.setHeader.bind(response);
  response.setHeader = (name, value) => set(name, name.toLowerCase() === "vary" ? `${value}, Cookie` : value);
};

/** The rendered pages, and their scripts as the build left them: compressed once, kept by browsers for good. */
export const openPages = async (options: Options): Promise<Pages> => {
  const { dev, dir, host, port } = options;
  const app = next({ dev, dir, hostname: host, port, quiet: true });
  await app.prepare();
  const render = app.getRequestHandler();
  const files = dev
    ? null
    : sirv(path.join(dir, ".next/static"), { brotli: true, immutable: true, maxAge: 31_536_000, etag: true });
  return {
    serve: (request, response) => {
      const toNext = () => {
        allowOwnScripts(request, response, dev);
        varyByCookie(response);
        render(request, response).catch((error: unknown) => {
          options.failed(error);
          if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
          response.end("Something went wrong on our side.\n");
        });
      };
      if (files === null || !request.url?.startsWith(`${STATIC}/`)) return toNext();
      const whole = request.url;
      request.url = whole.slice(STATIC.length);
      files(request, response, () => {
        request.url = whole;
        toNext();
      });
    },
    upgrade: dev ? app.getUpgradeHandler() : null,
    close: () => app.close(),
  };
};
