import type { Server } from "node:http";
import { migrateStore } from "#db/migrate";
import { openStore, type Store, StoreRefusal } from "#db/open";
import { cursorKey, isSetUp, readFact } from "./access/installation.ts";
import { Limits } from "./access/limits.ts";
import { setUpToken } from "./access/set-up.ts";
import { AuditTrail } from "./audit/trail.ts";
import type { Context } from "./context.ts";
import { startDrillPlayer } from "./drill/player.ts";
import { startDrill } from "./drill/start-drill.ts";
import { type Env, readEnv, StartRefusal } from "./env.ts";
import { faultWords } from "./fault-words.ts";
import { serveHttp } from "./http/serve-http.ts";
import { openMailSender } from "./jobs/mail-sender.ts";
import { Cursors } from "./journal/cursor.ts";
import { Journal } from "./journal/journal.ts";
import { type Bus, NO_BUS, openBus } from "./live/bus.ts";
import { openGateway } from "./live/gateway.ts";
import { openLocalChannel } from "./local-channel.ts";
import { createLogger, type Logger } from "./logger.ts";
import { openPages } from "./pages.ts";
import { setRunning } from "./running.ts";

/** The composition root: everything is made here, in this order, and ended in the other. */

const VERSION = "0.1.0";
const DRILL_WATCH_MS = 10 * 60_000;
const CLOSE_MAX_MS = 12_000;

const createContext = async (env: Env, store: Store, log: Logger): Promise<{ context: Context; bus: Bus }> => {
  const now = () => new Date();
  const made: { context: Context | null } = { context: null };
  const held = (): Context => {
    if (made.context === null) throw new Error("The server is not open yet.");
    return made.context;
  };
  const ports = { journal: () => held().journal, checkSessions: () => held().live.checkSessions(), log };
  const bus = env.databaseUrl === undefined ? NO_BUS : openBus(env.databaseUrl, ports);
  const journal = new Journal({ db: store.db, now, ring: bus.ring });
  const epoch = Number((await readFact(store.db, "epoch")) ?? 0);
  const secret = await cursorKey(store.db);
  const context: Context = {
    env,
    store,
    journal,
    cursors: new Cursors(secret, epoch),
    limits: new Limits(env.limits, () => performance.now()),
    audit: new AuditTrail({ db: store.db, secret, dataDir: env.dataDir, epoch, now, log }),
    log,
    now,
    live: { present: () => new Set(), endSession: () => undefined, checkSessions: () => undefined },
  };
  made.context = context;
  return { context, bus };
};

const listen = (server: Server, env: Env): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" ? `Port ${env.port} is taken by another program; set PORT.` : null;
      reject(new StartRefusal(taken ?? `Cannot listen on ${env.host}:${env.port} (${error.code ?? error.message}).`));
    });
    server.listen(env.port, env.host, resolve);
  });

const announce = (env: Env, token: string, open: boolean): void => {
  const lines = [`Muster is ready on ${env.baseUrl}`];
  if (!open) {
    if (env.loopbackOnly) lines.push("A drill of 19 July 2024 is running: open the address and take a seat.");
    lines.push(`Set-up link: ${env.baseUrl}/setup#${token}`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
};

/** npm does not always pass signals on; when it has gone, nobody waits for us any more. */
const watchParent = (end: () => void): void => {
  if (process.env["npm_lifecycle_event"] !== "start") return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, 1000).unref();
};

const run = async (): Promise<void> => {
  const env = readEnv(process.env);
  const log = createLogger(env.logLevel);
  const dev = process.env["NODE_ENV"] === "development";
  const storeLog = {
    info: (message: string) => log.info({}, message),
    warn: (message: string) => log.warn({}, message),
    error: (message: string) => log.error({}, message),
  };
  const opening = openStore({ databaseUrl: env.databaseUrl, dataDir: env.dataDir, log: storeLog });
  const failed = (error: unknown): void => log.error({ error: faultWords(error) }, "a page could not be rendered");
  const preparing = openPages({ dev, dir: process.cwd(), host: env.host, port: env.port, failed });
  preparing.catch(() => undefined);
  const store = await opening;
  await migrateStore(store);
  const { context, bus } = await createContext(env, store, log);
  setRunning(context);
  const pages = await preparing;
  const token = setUpToken(env.setupToken);
  let closing = false;
  const server = serveHttp(context, pages, { setUpToken: token, version: VERSION, isClosing: () => closing });
  const gateway = openGateway(context, server, bus.ringSessions);
  context.live = gateway;
  const open = await isSetUp(store.db);
  if (!open && env.loopbackOnly) await startDrill(context);
  const player = startDrillPlayer(context, {
    isWatched: (incident) => gateway.present(incident).size > 0,
    pauseAfterMs: DRILL_WATCH_MS,
  });
  const mail = env.mail === null ? null : await openMailSender(context, env.mail);
  await listen(server, env);
  const channel = await openLocalChannel(context, VERSION).catch((error: unknown) => {
    log.warn({ error: faultWords(error) }, "no online backup: the socket in the data folder cannot be opened");
    return null;
  });
  context.audit.start();
  announce(env, token, open);

  const end = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), CLOSE_MAX_MS).unref();
    const close = async (): Promise<void> => {
      await player.stop();
      await mail?.stop();
      await channel?.close();
      await gateway.close();
      await context.audit.stop();
      server.closeAllConnections();
      await bus.close();
      await pages.close();
      await store.close();
    };
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  watchParent(end);
  process.on("unhandledRejection", (error) => log.error({ error: faultWords(error) }, "unhandled"));
};

try {
  await run();
} catch (error) {
  if (error instanceof StartRefusal || error instanceof StoreRefusal) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  throw error;
}
