import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { v7 as uuidv7 } from "uuid";
import type { Store } from "#db/open";
import { organisations } from "#db/schema/tables";
import { openTestStore } from "#db/testing";
import { testScratch } from "#db/testing-files";
import type { CommandInput } from "#domain/command";
import { Refusal, type RefusalBody } from "#domain/refusal";
import type { Entry } from "#domain/roster";
import type { Mode, Role } from "#domain/words";
import { cursorKey, isSetUp } from "./access/installation.ts";
import { acceptInvitation, invite } from "./access/invitations.ts";
import { Limits } from "./access/limits.ts";
import { loadMe } from "./access/me.ts";
import { sessionCookie, startSession } from "./access/session.ts";
import { setUp } from "./access/set-up.ts";
import { AuditTrail } from "./audit/trail.ts";
import { submit } from "./commands/submit.ts";
import type { Context } from "./context.ts";
import { readEnv } from "./env.ts";
import { Cursors } from "./journal/cursor.ts";
import type { Kept } from "./journal/draft.ts";
import { Journal } from "./journal/journal.ts";
import { readEntries, readHead } from "./journal/read.ts";

/** Support for tests: a running context on a store of its own, and people made through the real functions. */

/** A clock that stands until a test moves it. */
export class TestClock {
  private ms = Date.parse("2026-03-01T06:00:00Z");

  now = (): Date => new Date(this.ms);

  advance(ms: number): void {
    this.ms += ms;
  }
}

export type TestBed = {
  store: Store;
  context: Context;
  clock: TestClock;
  /** What the server had to say of its own faults. */
  faults: object[];
  close: () => Promise<void>;
};

type Options = {
  limits?: boolean;
  baseUrl?: string;
  env?: Record<string, string>;
  ring?: (incident: string) => void;
  roomsMax?: number;
};

/** A node on the store: the second one of a test has forgotten everything, as after a restart. */
export const openNode = async (
  store: Store,
  clock: TestClock,
  {
    limits = false,
    baseUrl = "http://127.0.0.1:3000",
    env: more = {},
    ring = () => undefined,
    roomsMax = 200,
  }: Options = {},
): Promise<{ context: Context; faults: object[] }> => {
  const faults: object[] = [];
  const dataDir = mkdtempSync(path.join(testScratch(), "node-"));
  const env = readEnv({ BASE_URL: baseUrl, LIMITS: limits ? "on" : "off", DATA_DIR: dataDir, ...more });
  const secret = await cursorKey(store.db);
  const log: Context["log"] = {
    info: () => undefined,
    warn: () => undefined,
    error: (fault) => void faults.push(fault),
  };
  const context: Context = {
    env,
    store,
    journal: new Journal({ db: store.db, now: clock.now, ring, roomsMax }),
    cursors: new Cursors(secret, 0),
    limits: new Limits(limits, () => clock.now().getTime()),
    audit: new AuditTrail({ db: store.db, secret, dataDir: env.dataDir, epoch: 0, now: clock.now, log }),
    log,
    now: clock.now,
    live: { present: () => new Set(), endSession: () => undefined, checkSessions: () => undefined },
  };
  return { context, faults };
};

export const openTestBed = async (options: Options = {}): Promise<TestBed> => {
  const clock = new TestClock();
  const store = await openTestStore();
  const node = await openNode(store, clock, options);
  const close = async (): Promise<void> => {
    await node.context.audit.settled();
    await store.close();
    rmSync(node.context.env.dataDir, { recursive: true, force: true });
  };
  return { store, clock, ...node, close };
};

/** Somebody with a session; `organisation` is the one he speaks for, or belongs to. */
export type TestPerson = { id: string; name: string; email: string; organisation: string; cookie: string };

export const SETUP_TOKEN = "a-token-for-tests-of-at-least-32-characters";

/** The first organisation and its administrator, through the set-up link. */
export const administrator = async (context: Context, password?: string): Promise<TestPerson> => {
  if (await isSetUp(context.store.db)) throw new Error("This store is set up already.");
  const email = "admin@cert.example";
  const person = { name: "Administrator", email, ...(password === undefined ? {} : { password }) };
  const organisation = { name: "Coordination Centre", code: "CERT", sector: "government" };
  const secret = await setUp(context, SETUP_TOKEN, { token: SETUP_TOKEN, organisation, person });
  const { rows } = await context.store.pool.query<{ id: string }>("select id from people where platform_admin");
  const id = rows[0]?.id ?? "";
  const own = (await loadMe(context.store.db, id))?.organisations[0]?.id ?? "";
  return {
    id,
    name: person.name,
    email,
    organisation: own,
    cookie: cookieOf(context, secret),
  };
};

const cookieOf = ({ env }: Context, secret: string): string => sessionCookie(env.baseUrl, secret).split(";")[0] ?? "";

/** Somebody whose session has ended by time, with a new one. */
export const back = async (context: Context, person: TestPerson): Promise<TestPerson> => {
  const secret = await startSession(context.store.db, person.id, context.now());
  return { ...person, cookie: cookieOf(context, secret) };
};

let made = 0;

/** An organisation of the directory. */
export const organisation = async ({ store }: Context, sector = "aviation"): Promise<string> => {
  const id = uuidv7();
  made += 1;
  await store.db.insert(organisations).values({ id, name: `Organisation ${made}`, code: `ORG${made}`, sector });
  return id;
};

/** What a client sends; the id is made here when the test does not care. */
export type Wish = { id?: string } & DistributiveOmit<CommandInput, "id">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export const send = (context: Context, by: { id: string }, incident: string, wish: Wish): Promise<Kept> =>
  submit(context, by.id, incident, { id: uuidv7(), ...wish });

/** What somebody hears who is refused; a test that expects a refusal fails when there is none. */
export const refusalOf = async (refused: Promise<unknown>): Promise<RefusalBody> => {
  try {
    await refused;
  } catch (error) {
    if (error instanceof Refusal) return error.body();
    throw error;
  }
  throw new Error("It was not refused.");
};

export type TestIncident = {
  id: string;
  commander: TestPerson;
  /** An organisation that takes part, and brings somebody in this role. */
  bring: (organisation: string, role: Role, standing?: "provisional" | "vouched") => Promise<TestPerson>;
  /** An organisation that has just entered. */
  enter: (sector?: string) => Promise<string>;
  log: () => Promise<Entry[]>;
  /** How many lines the store holds. */
  length: () => Promise<number | null>;
};

type Declaring = { mode?: Mode; defaultMarking?: Extract<Wish, { kind: "incident.declare" }>["defaultMarking"] };

/** An incident declared by the administrator, who commands it. */
export const incident = async (
  context: Context,
  commander: TestPerson,
  { mode = "real", defaultMarking }: Declaring = {},
): Promise<TestIncident> => {
  const { incident: id } = await submit(context, commander.id, null, {
    id: uuidv7(),
    kind: "incident.declare",
    title: "Outage after an update",
    severity: 2,
    mode,
    ...(defaultMarking === undefined ? {} : { defaultMarking }),
  });
  const bring: TestIncident["bring"] = async (ofOrganisation, role, standing = "vouched") => {
    made += 1;
    const { token } = await invite(context, commander.id, id, { organisation: ofOrganisation, role });
    const name = `${role} ${made}`;
    const email = `${role}-${made}@organisation.example`;
    const joined = await acceptInvitation(context, token, { name, email, signedIn: null, address: "127.0.0.1" });
    if (standing === "vouched")
      await send(context, commander, id, { kind: "participant.vouch", person: joined.person.id });
    const cookie = cookieOf(context, joined.secret ?? "");
    return { id: joined.person.id, name, email, organisation: ofOrganisation, cookie };
  };
  const enter: TestIncident["enter"] = async (sector) => {
    const entering = await organisation(context, sector);
    await send(context, commander, id, { kind: "organisation.enter", organisation: entering });
    return entering;
  };
  return {
    id,
    commander,
    bring,
    enter,
    log: () => readEntries(context.store.db, id, 0, 10_000),
    length: () => readHead(context.store.db, id),
  };
};
