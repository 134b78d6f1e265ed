import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import type { Duplex } from "node:stream";
import next from "next";
import sirv from "sirv";

export type Pages = {
  serve: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>) | null;
  close: () => Promise<void>;
};

const STATIC = "/_next/static";

/** The rendered pages, and their scripts as the build left them: compressed once, kept by browsers for good. */
export const openPages = async (options: { dev: boolean; dir: string; host: string; port: number }): Promise<Pages> => {
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
        void render(request, response);
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
