import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "#db/open";
import { preparedOnce } from "#db/prepared-once";
import { sessions, tokens } from "#db/schema/tables";
import type { Context } from "#server/context";
import type { Transaction } from "#server/journal/draft";
import { running } from "#server/running";
import { loadMe, type Me } from "./me.ts";
import { hashOf, newSecret } from "./secrets.ts";

export type { Me };

const DAY_MS = 86_400_000;
/** An incident lasts days, and whoever came by link has no password to come back with. */
const SESSION_LIFE_MS = 7 * DAY_MS;
const SEEN_EVERY_MS = 60_000;

/** Who asks, and by which session or token: ending either ends what hangs on it. */
export type Session = { key: string; person: string };

/** `__Host-` where TLS allows it: bound to this host, secure, whole path. */
export const cookieName = (baseUrl: string): string => (baseUrl.startsWith("https:") ? "__Host-muster" : "muster");

export const sessionCookie = (baseUrl: string, secret: string): string => {
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(baseUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_LIFE_MS / 1000}${secure}`;
};

export const endedCookie = (baseUrl: string): string => {
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  return `${cookieName(baseUrl)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure}`;
};

const secretIn = (cookieHeader: string | null | undefined, baseUrl: string): string | null => {
  const wanted = `${cookieName(baseUrl)}=`;
  const part = cookieHeader
    ?.split(";")
    .map((item) => item.trim())
    .find((item) => item.startsWith(wanted));
  return part === undefined ? null : part.slice(wanted.length);
};

/** Starts a session and returns its secret, which goes into the cookie and is kept nowhere. */
export const startSession = async (db: Database | Transaction, person: string, now: Date): Promise<string> => {
  const secret = newSecret();
  await db.insert(sessions).values({
    id: uuidv7(),
    hash: hashOf(secret),
    person,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_LIFE_MS),
  });
  return secret;
};

/** Asked by every request and every socket that comes. */
const sessionByHash = preparedOnce((db) =>
  db
    .select({ id: sessions.id, person: sessions.person, seenAt: sessions.seenAt })
    .from(sessions)
    .where(and(eq(sessions.hash, sql.placeholder("hash")), gt(sessions.expiresAt, sql.placeholder("now"))))
    .prepare("session_by_hash"),
);

/** The session a cookie header stands for; null when it is unknown, ended or too old. */
export const sessionOf = async (context: Context, cookieHeader: string | null | undefined): Promise<Session | null> => {
  const secret = secretIn(cookieHeader, context.env.baseUrl);
  if (secret === null) return null;
  const now = context.now();
  const { db } = context.store;
  const row = (await sessionByHash(db).execute({ hash: hashOf(secret), now }))[0];
  if (row === undefined) return null;
  if (now.getTime() - row.seenAt.getTime() > SEEN_EVERY_MS) {
    await db
      .update(sessions)
      .set({ seenAt: now })
      .where(and(eq(sessions.id, row.id), lt(sessions.seenAt, now)));
  }
  return { key: `session:${row.id}`, person: row.person };
};

/** The API token that stands for its person; null when it is unknown, revoked or expired. */
export const tokenSession = async (context: Context, token: string): Promise<Session | null> => {
  const rows = await context.store.db
    .select({ id: tokens.id, person: tokens.person, expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(eq(tokens.hash, hashOf(token)));
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
    .where(and(sql`${sessions.id} = any(${inSessions}::uuid[])`, gt(sessions.expiresAt, now)));
  const valid = await db
    .select({ id: tokens.id })
    .from(tokens)
    .where(and(sql`${tokens.id} = any(${inTokens}::uuid[])`, or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now))));
  return new Set([...alive.map(({ id }) => `session:${id}`), ...valid.map(({ id }) => `token:${id}`)]);
};

export const endSession = async (context: Context, session: Session): Promise<void> => {
  const id = session.key.slice(session.key.indexOf(":") + 1);
  await context.store.db.delete(sessions).where(eq(sessions.id, id));
};

/** For pages: who asks, from the request's cookie header. */
export const readMe = async (cookieHeader: string | null): Promise<Me | null> => {
  const context = running();
  const session = await sessionOf(context, cookieHeader);
  return session === null ? null : loadMe(context.store.db, session.person);
};
