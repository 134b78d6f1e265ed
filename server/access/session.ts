import { and, eq, gt, isNull, lt, not, or, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import { preparedOnce } from "#db/prepared-once";
import { sessions, tokens } from "#db/schema/tables";
import { Refusal } from "#domain/refusal";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { running } from "#server/running";
import { recordAct } from "./account-acts.ts";
import { loadMe, type Me } from "./me.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { isBarred } from "./suspended.ts";

export type { Me };

const HOUR_MS = 3_600_000;
/**
 * How long a session lasts in all, and how long unused. Whoever came by link has nothing to come back with, and an
 * incident lasts days: his reaches one incident, and ends a week later at most.
 */
export const SESSION_LIFE = {
  account: { wholeMs: 12 * HOUR_MS, idleMs: HOUR_MS },
  link: { wholeMs: 7 * 24 * HOUR_MS, idleMs: 24 * HOUR_MS },
} as const;
export type SessionKind = keyof typeof SESSION_LIFE;
const SEEN_EVERY_MS = 60_000;
const DEVICE_MAX = 300;

/** Who asks, and by which session or token: ending either ends what hangs on it. */
export type Session = { key: string; person: string };

/** `__Host-` where TLS allows it: bound to this host, secure, whole path. */
export const cookieName = (baseUrl: string): string => (baseUrl.startsWith("https:") ? "__Host-muster" : "muster");

export const sessionCookie = (baseUrl: string, secret: string): string => {
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  const seconds = SESSION_LIFE.link.wholeMs / 1000;
  return `${cookieName(baseUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
};

export const endedCookie = (baseUrl: string): string => {
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(baseUrl)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure}`;
};

/** The value of one cookie of a request. */
export const cookieIn = (cookieHeader: string | null | undefined, name: string): string | null => {
  const wanted = `${name}=`;
  const part = cookieHeader
    ?.split(";")
    .map((item) => item.trim())
    .find((item) => item.startsWith(wanted));
  return part === undefined ? null : part.slice(wanted.length);
};

type Begun = { kind?: SessionKind; device?: string | undefined };

/**
 * Starts a session and returns its secret, which goes into the cookie and is kept nowhere. Every way in ends here, so
 * here it is refused to who is suspended.
 */
export const startSession = async (
  db: Database | Transaction,
  person: string,
  now: Date,
  { kind = "account", device = "" }: Begun = {},
): Promise<string> => {
  const secret = newSecret();
  const { wholeMs, idleMs } = SESSION_LIFE[kind];
  const over = or(lt(sessions.expiresAt, now), lt(sessions.idleUntil, now));
  await db.delete(sessions).where(and(eq(sessions.person, person), over));
  await db.insert(sessions).values({
    id: uuidv7(),
    hash: hashOf(secret),
    person,
    kind,
    device: device.slice(0, DEVICE_MAX),
    createdAt: now,
    seenAt: now,
    idleUntil: new Date(now.getTime() + idleMs),
    expiresAt: new Date(now.getTime() + wholeMs),
  });
  // Asked after the row is there: a suspension that comes meanwhile finds the row, or is found here.
  const barred = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.hash, hashOf(secret)), isBarred(sessions.person)));
  if (barred.length === 0) return secret;
  await db.delete(sessions).where(eq(sessions.hash, hashOf(secret)));
  throw new Refusal("unauthenticated", "There is no way in with this.");
};

/** Asked by every request and every socket that comes. */
const sessionByHash = preparedOnce((db) =>
  db
    .select({
      id: sessions.id,
      person: sessions.person,
      kind: sessions.kind,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      idleUntil: sessions.idleUntil,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.hash, sql.placeholder("hash")),
        gt(sessions.expiresAt, sql.placeholder("now")),
        gt(sessions.idleUntil, sql.placeholder("now")),
      ),
    )
    .prepare("session_by_hash"),
);

const rowOf = async (context: Context, cookieHeader: string | null | undefined) => {
  const secret = cookieIn(cookieHeader, cookieName(context.env.baseUrl));
  if (secret === null) return undefined;
  return (await sessionByHash(context.store.db).execute({ hash: hashOf(secret), now: context.now() }))[0];
};

/** The session a cookie header stands for; null when it is unknown, ended, too old or was left unused too long. */
export const sessionOf = async (context: Context, cookieHeader: string | null | undefined): Promise<Session | null> => {
  const row = await rowOf(context, cookieHeader);
  if (row === undefined) return null;
  const now = context.now();
  if (now.getTime() - row.seenAt.getTime() > SEEN_EVERY_MS) {
    const idleUntil = new Date(now.getTime() + SESSION_LIFE[row.kind].idleMs);
    await context.store.db
      .update(sessions)
      .set({ seenAt: now, idleUntil })
      .where(and(eq(sessions.id, row.id), lt(sessions.seenAt, now)));
  }
  return { key: `session:${row.id}`, person: row.person };
};

/** What is left of a session: in all, and when it stays unused. Spans, because the reader's clock may be wrong. */
export type SessionEnds = { wholeMs: number; idleMs: number };

/** When the session behind a cookie ends: by itself, and when it stays unused. Asking is no use of it. */
export const sessionEnds = async (
  context: Context,
  cookieHeader: string | null | undefined,
): Promise<SessionEnds | null> => {
  const row = await rowOf(context, cookieHeader);
  if (row === undefined) return null;
  const [now, whole, idle] = [context.now().getTime(), row.expiresAt.getTime(), row.idleUntil.getTime()];
  return { wholeMs: whole - now, idleMs: Math.min(idle, whole) - now };
};

/** The API token that stands for its person; null when it is unknown, revoked or expired. */
export const tokenSession = async (context: Context, token: string): Promise<Session | null> => {
  const rows = await context.store.db
    .select({ id: tokens.id, person: tokens.person, expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.hash, hashOf(token)), not(isBarred(tokens.person))));
  const row = rows[0];
  if (row === undefined || (row.expiresAt !== null && row.expiresAt <= context.now())) return null;
  return { key: `token:${row.id}`, person: row.person };
};

/** Cookie or bearer token; a bearer token that is wrong is no session at all. */
export const authenticate = async (
  context: Context,
  headers: { cookie?: string | null | undefined; authorization?: string | null | undefined },
): Promise<Session | null> => {
  const { authorization } = headers;
  if (authorization) {
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization)?.[1];
    return token === undefined ? null : tokenSession(context, token);
  }
  return sessionOf(context, headers.cookie);
};

/** Which of the sessions and tokens behind these keys are still there. */
export const aliveAmong = async (context: Context, keys: readonly string[]): Promise<ReadonlySet<string>> => {
  const { db } = context.store;
  const now = context.now();
  const idsOf = (kind: string) =>
    sql.param(keys.filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length)));
  const [inSessions, inTokens] = [idsOf("session:"), idsOf("token:")];
  const alive = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(sql`${sessions.id} = any(${inSessions}::uuid[])`, gt(sessions.expiresAt, now), gt(sessions.idleUntil, now)),
    );
  const valid = await db
    .select({ id: tokens.id })
    .from(tokens)
    .where(
      and(
        sql`${tokens.id} = any(${inTokens}::uuid[])`,
        or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now)),
        not(isBarred(tokens.person)),
      ),
    );
  return new Set([...alive.map(({ id }) => `session:${id}`), ...valid.map(({ id }) => `token:${id}`)]);
};

export const endSession = (context: Context, session: Session): Promise<void> =>
  context.store.db.transaction(async (tx) => {
    const id = idIn(session);
    await tx.delete(sessions).where(eq(sessions.id, id));
    await recordAct(tx, context, { action: "session.end", person: session.person, object: { type: "session", id } });
  });

const idIn = (session: Session): string => session.key.slice(session.key.indexOf(":") + 1);

/** The id of the row behind a cookie's session. Tokens are refused: a program does not change how its person signs in. */
export const ownSession = (session: Session | null): string => {
  if (session?.key.startsWith("session:")) return idIn(session);
  throw new Refusal("forbidden", "A token may not do this: sign in.");
};

/** For pages: when the session of this request ends. */
export const readSessionEnds = (cookieHeader: string | null) => sessionEnds(running(), cookieHeader);

/** For pages: who asks, from the request's cookie header. */
export const readMe = async (cookieHeader: string | null): Promise<Me | null> => {
  const context = running();
  const session = await sessionOf(context, cookieHeader);
  return session === null ? null : loadMe(context.store.db, session.person);
};
