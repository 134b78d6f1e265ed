import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import * as z from "zod/mini";
import { backupText } from "#db/backup/write-backup";
import { NotVerifiable, verifyStore } from "./audit/verify-store.ts";
import type { Context } from "./context.ts";
import { faultWords } from "./fault-words.ts";

/** The shortest limit for the path of a socket among the systems in use. */
const LONGEST_PATH = 103;

export type LocalChannel = { close: () => Promise<void> };

/**
 * The operator's way in: a unix socket in a folder of the data folder that only the owner may enter. It is never open
 * to the network; whoever can use it could read the store's files anyway. `POST /backup` answers with a backup,
 * `POST /audit/verify` with what a verification of the audit log found.
 */
export const openLocalChannel = async (context: Context, version: string): Promise<LocalChannel> => {
  const folder = path.join(path.resolve(context.env.dataDir), "control");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const beside = path.join(folder, "socket");
  const isShort = Buffer.byteLength(beside) <= LONGEST_PATH;
  const apart = isShort ? null : mkdtempSync(path.join(tmpdir(), "muster-"));
  const socket = apart === null ? beside : path.join(apart, "socket");
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    const wish = `${request.method} ${request.url}`;
    if (wish === "POST /backup") void sendBackup(context, version, response);
    else if (wish === "POST /audit/verify") void sendVerification(context, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  writeFileSync(path.join(folder, "address"), socket, { mode: 0o600 });
  return {
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (apart !== null) rmSync(apart, { recursive: true, force: true });
    },
  };
};

/** A backup that breaks off breaks the connection off: whoever asked for it sees that it is not whole. */
const sendBackup = async (context: Context, version: string, response: ServerResponse): Promise<void> => {
  try {
    response.writeHead(200, { "content-type": "application/gzip" });
    const text = Readable.from(backupText(context.store, version, context.now(), await context.audit.beside()));
    await pipeline(text, createGzip({ level: constants.Z_BEST_SPEED }), response);
    context.log.info({}, "a backup was made");
  } catch (error) {
    context.log.error({ error: faultWords(error) }, "a backup broke off");
    response.destroy();
  }
};

const verificationSchema = z.strictObject({ outside: z.optional(z.string()), from: z.optional(z.int()) });

/** Anchors what there is before it looks, so that only what is written meanwhile is not anchored. */
const sendVerification = async (
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const send = (status: number, body: object): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  try {
    const asked = verificationSchema.parse(await json(request));
    await context.audit.checkpoint();
    const report = await verifyStore(context.store.db, context.env.dataDir, asked);
    context.log.info({ verdict: report.verdict }, "the audit log was verified");
    send(200, report);
  } catch (error) {
    const isAsked = error instanceof NotVerifiable;
    if (!isAsked) context.log.error({ error: faultWords(error) }, "the audit log could not be verified");
    send(isAsked ? 409 : 500, {
      message: isAsked ? error.message : "It could not be verified; the server's log says why.",
    });
  }
};
