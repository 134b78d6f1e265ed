import { type SQL, sql, TransactionRollbackError } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#server/context";
import {
  administrator,
  incident,
  openTestBed,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { checkpointFile, openSealed, readCheckpoints } from "./checkpoint.ts";
import { INSTALLATION } from "./entry.ts";
import { type Report, verifyAudit } from "./verify.ts";

let bed: TestBed;
let context: Context;
let commander: TestPerson;
let liaison: TestPerson;
let room: TestIncident;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
});
afterAll(() => bed.close());

beforeEach(async () => {
  room = await incident(context, commander);
  liaison = await room.bring(await room.enter(), "liaison");
});
const query = (text: string, values: unknown[] = []) => bed.store.pool.query(text, values);

const kept = () => readCheckpoints(checkpointFile(context.env.dataDir), [context.audit.publicKey]);
const verdict = () => verifyAudit(bed.store.db, kept());

/** What is found after somebody who owns the database has taken its locks off and changed it; it is undone again. */
const tampered = async (...changes: SQL[]): Promise<Report> => {
  const found: Report[] = [];
  const undone = bed.store.db.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_entries disable trigger all`);
    await tx.execute(sql`grant all on audit_entries to current_user`);
    for (const change of changes) await tx.execute(change);
    found.push(await verifyAudit(tx, kept()));
    tx.rollback();
  });
  await expect(undone).rejects.toBeInstanceOf(TransactionRollbackError);
  const report = found[0];
  if (report === undefined) throw new Error("It was not verified.");
  return report;
};

const post = async (
  by: TestPerson,
  text: string,
  marking: "TLP:GREEN" | "TLP:AMBER" = "TLP:GREEN",
): Promise<string> => {
  const { event } = await send(context, by, room.id, {
    ...{ kind: "update.post", organisation: by.organisation, text, marking },
    ...(by === liaison ? { status: "down" } : {}),
  });
  return event.id;
};
const placeOf = async (event: string): Promise<number> => {
  const { rows } = await query("select place from events where id = $1", [event]);
  return Number(rows[0]?.place);
};

describe("the store", () => {
  it.each(["update audit_entries set actor = null", "delete from audit_entries", "truncate audit_entries"])(
    "refuses: %s",
    async (text) => {
      const before = await query("select count(*) from audit_entries");
      await expect(query(text)).rejects.toMatchObject({ code: "42501" });
      expect((await query("select count(*) from audit_entries")).rows).toEqual(before.rows);
    },
  );
});

describe("an entry", () => {
  it("holds nothing of what was written", async () => {
    await post(liaison, "CANARY in the text");
    await context.audit.checkpoint();
    const { rows } = await query("select string_agg(a::text, ' ') as all from audit_entries a");
    expect(rows[0]?.all).not.toContain("CANARY");
    expect(rows[0]?.all).not.toContain("Outage after an update");
    expect(rows[0]?.all).not.toContain(liaison.name);
  });
});

describe("verification", () => {
  it("finds every kind of change intact and anchored, each line once", async () => {
    const first = await post(liaison, "one");
    const item = await post(liaison, "two", "TLP:AMBER");
    await send(context, liaison, room.id, { kind: "update.renew", organisation: liaison.organisation });
    await send(context, commander, room.id, { kind: "comment.post", on: item, text: "why?" });
    await send(context, commander, room.id, { kind: "comment.post", on: first, text: "to go" });
    await send(context, commander, room.id, { kind: "event.pin", event: item });
    await send(context, commander, room.id, { kind: "event.acknowledge", event: first });
    const strict = { kind: "update.set-marking", event: item, marking: "TLP:AMBER+STRICT", reason: "r" } as const;
    await send(context, liaison, room.id, strict);
    await send(context, liaison, room.id, { ...strict, marking: "TLP:GREEN" });
    await send(context, liaison, room.id, { ...strict, marking: "TLP:RED", people: [commander.id] });
    await send(context, liaison, room.id, { kind: "update.redact", event: first, reason: "wrong" });
    await send(context, commander, room.id, { kind: "incident.set-severity", severity: 1, reason: "worse" });
    await send(context, commander, room.id, { kind: "participant.set-role", person: liaison.id, role: "responder" });
    await send(context, commander, room.id, { kind: "participant.remove", person: liaison.id });
    await context.audit.checkpoint();
    const report = await verdict();
    expect(report).toMatchObject({ verdict: 0, fault: null, unanchored: 0 });
    const { rows } = await query(
      "select count(*)::int as lines, count(distinct a.hash)::int as entries from events e join audit_entries a on a.chain = e.incident and a.n = e.place where e.incident = $1",
      [room.id],
    );
    expect(rows[0]).toEqual({ lines: await room.length(), entries: await room.length() });
  });

  it("says how much waits for its checkpoint", async () => {
    await context.audit.checkpoint();
    await post(liaison, "later");
    expect(await verdict()).toMatchObject({ verdict: 2, unanchored: 1, fault: null });
  });

  it("goes on after a node that has forgotten everything", async () => {
    await post(liaison, "before");
    context.journal.forget();
    await post(liaison, "after");
    await context.audit.checkpoint();
    expect(await verdict()).toMatchObject({ verdict: 0 });
  });

  const first = async (): Promise<{ event: string; n: number }> => {
    const event = await post(liaison, "the truth");
    await post(liaison, "and more");
    await post(liaison, "and still more");
    await context.audit.checkpoint();
    return { event, n: await placeOf(event) };
  };

  const entry = (n: number) => sql`chain = ${room.id} and n = ${n}`;
  const line = (n: number) => sql`incident = ${room.id} and place = ${n}`;

  it.each<[string, (n: number) => SQL]>([
    ["a changed word", (n) => sql`update audit_entries set action = 'update.renewed' where ${entry(n)}`],
    ["a changed time", (n) => sql`update audit_entries set at = at + interval '1 ms' where ${entry(n)}`],
    ["a deleted row", (n) => sql`delete from audit_entries where ${entry(n)}`],
    [
      "two rows swapped",
      (n) => sql`update audit_entries a set actor = b.actor, commitment = b.commitment, hash = b.hash
        from audit_entries b where a.chain = ${room.id} and b.chain = ${room.id}
        and (a.n, b.n) in ((${n}::bigint, ${n + 1}::bigint), (${n + 1}::bigint, ${n}::bigint))`,
    ],
    ["a changed text", (n) => sql`update events set body = body || '{"text":"a lie"}' where ${line(n)}`],
    ["a laxer reader", (n) => sql`update events set seen = seen || '{"marking":"TLP:CLEAR"}' where ${line(n)}`],
    [
      "a laxer reader with a trace laid",
      (n) => sql`update events set seen_first = seen, seen = seen || '{"audience":{}}' where ${line(n)}`,
    ],
    ["another author", (n) => sql`update events set person = ${INSTALLATION} where ${line(n)}`],
    ["a deleted line", (n) => sql`delete from events where ${line(n)}`],
    ["a key thrown away", (n) => sql`update events set item_key = null where ${line(n)}`],
    [
      "a line emptied by nobody",
      (n) => sql`update events set item_key = null, kind = 'redacted',
        body = jsonb_build_object('id', id, 'at', body ->> 'at', 'kind', 'redacted') where ${line(n)}`,
    ],
  ])("names the first bad entry after %s", async (_what, change) => {
    const { n } = await first();
    expect(await verdict()).toMatchObject({ verdict: 0 });
    expect(await tampered(change(n))).toMatchObject({ verdict: 1, fault: { chain: room.id, n } });
  });

  it("names a row put in between", async () => {
    const { n } = await first();
    const report = await tampered(
      sql`update audit_entries set n = n + 1000 where chain = ${room.id} and n >= ${n}`,
      sql`insert into audit_entries (chain, n, at, action, object_type, outcome, prev, hash)
        select chain, ${n}, at, action, object_type, outcome, prev, hash from audit_entries where ${entry(n - 1)}`,
      sql`update audit_entries set n = n - 999 where chain = ${room.id} and n > 1000`,
    );
    expect(report).toMatchObject({ verdict: 1, fault: { chain: room.id, n } });
  });

  it("sees a cut tail of an incident", async () => {
    const { n } = await first();
    const report = await tampered(
      sql`delete from audit_entries where chain = ${room.id} and n > ${n}`,
      sql`delete from events where incident = ${room.id} and place > ${n}`,
    );
    expect(report).toMatchObject({ verdict: 1, fault: { chain: room.id, n: n + 1 } });
  });

  it("sees a chain that is gone whole", async () => {
    await first();
    const report = await tampered(sql`delete from audit_entries where chain = ${room.id}`);
    expect(report).toMatchObject({ verdict: 1, fault: { chain: room.id, n: 1 } });
  });

  it("sees a database older than a checkpoint", async () => {
    const { n } = await context.audit.checkpoint();
    await first();
    const report = await tampered(sql`delete from audit_entries where chain = ${INSTALLATION} and n > ${n}`);
    expect(report).toMatchObject({ verdict: 3, fault: { chain: INSTALLATION, n: n + 1 } });
  });

  it("sees a chain hashed anew, from what was signed before", async () => {
    await first();
    const report = await tampered(
      sql`update audit_entries set actor = ${commander.id}, hash = 'x' where chain = ${INSTALLATION} and n = 1`,
    );
    expect(report).toMatchObject({ verdict: 1, fault: { chain: INSTALLATION, n: 1 } });
  });
});

describe("a checkpoint for outside", () => {
  it("opens here alone, and is equally long whatever happened", async () => {
    const secret = Buffer.alloc(32, 1);
    const early = await context.audit.sealed();
    await post(liaison, "something");
    await context.audit.checkpoint();
    const late = await context.audit.sealed();
    expect(late.sealed.length).toBe(early.sealed.length);
    expect(openSealed(secret, [context.audit.publicKey], late)).toBeNull();
    expect(openSealed(secret, [context.audit.publicKey], { ...late, at: early.at })).toBeNull();
  });
});
