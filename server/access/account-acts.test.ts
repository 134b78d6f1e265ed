import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { originOf } from "#server/audit/origin";
import { verifyStore } from "#server/audit/verify-store";
import { type Context, contextOf } from "#server/context";
import { boardNow } from "#server/reads/viewing";
import { administrator, incident, openTestBed, send, type TestBed, type TestPerson } from "#server/testing";
import { addOrganisation } from "./directory.ts";
import { acceptInvitation, invite } from "./invitations.ts";
import { revokeInvitation } from "./open-invitations.ts";
import { renameSelf } from "./own-account.ts";
import { endOtherSessions, endOwnSession, listSessions } from "./own-sessions.ts";
import { endSession } from "./session.ts";
import { signIn } from "./sign-in.ts";
import { makeToken, revokeToken } from "./tokens.ts";

const PASSWORD = "a long password of somebody";
let bed: TestBed;
let context: Context;
let admin: TestPerson;

beforeAll(async () => {
  bed = await openTestBed();
  admin = await administrator(bed.context, PASSWORD);
  const from = { address: "192.0.2.1", session: "session:x", request: null };
  context = contextOf(bed.context, originOf(from, bed.context.audit.blind));
});
afterAll(() => bed.close());

type Recorded = { action: string; object: string; actor: string; address: string | null };

/** What has come into the installation's chain since the last look. */
let seen = 0;
const recorded = async (): Promise<Recorded[]> => {
  await context.audit.settled();
  const { rows } = await bed.store.pool.query<Recorded & { n: string }>(
    `select n, action, object_id as object, actor, address from audit_entries
     where chain = '00000000-0000-0000-0000-000000000000' and n > $1 order by n`,
    [seen],
  );
  seen = Number(rows.at(-1)?.n ?? seen);
  return rows;
};
const actions = async () => (await recorded()).map(({ action }) => action);

describe("what changes an account or a way in", () => {
  it("leaves no act when it is refused or rolled back", async () => {
    await recorded();
    const { store } = context;
    const broken = { ...bed.context, store: { ...store, db: brokenAtTheEnd(context) } };
    await expect(renameSelf(broken, admin.id, "Another")).rejects.toThrow("rolled back");
    await expect(makeToken(broken, admin.id, { name: "program" })).rejects.toThrow("rolled back");
    await expect(revokeToken(context, admin.id, admin.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(endOwnSession(context, admin.id, admin.id)).rejects.toMatchObject({ code: "not-found" });
    expect(await actions()).toEqual([]);
  });

  it("is on record with it, from where it came", async () => {
    await recorded();
    await renameSelf(context, admin.id, "Administrator");
    expect(await recorded()).toMatchObject([{ action: "person.rename", object: admin.id, actor: admin.id }]);
    const { id } = await makeToken(context, admin.id, { name: "program" });
    await revokeToken(context, admin.id, id);
    const acts = await recorded();
    expect(acts).toMatchObject([
      { action: "token.make", object: id },
      { action: "token.revoke", object: id },
    ]);
    expect(new Set(acts.map(({ address }) => address))).toEqual(new Set([context.origin?.address]));
    const sector = "health";
    const added = await addOrganisation(context, admin.id, { name: "Added", code: "ADD", sector });
    expect(await recorded()).toMatchObject([{ action: "organisation.add", object: added.id }]);
  });

  it("begins and ends sessions on record", async () => {
    await recorded();
    const visitor = { address: "192.0.2.1", device: undefined };
    for (let turn = 0; turn < 3; turn += 1) await signIn(context, visitor, { email: admin.email, password: PASSWORD });
    const [one, other] = await listSessions(context, admin.id, null);
    await endOwnSession(context, admin.id, one?.id ?? "");
    await endSession(context, { key: `session:${other?.id}`, person: admin.id });
    await endOtherSessions(context, admin.id, one?.id ?? "");
    const begun = ["session.begin", "session.begin", "session.begin"];
    expect(await actions()).toEqual([...begun, "session.end", "session.end", "session.end-others"]);
  });

  it("has invitations made, used and revoked on record, each with the incident it leads into", async () => {
    const room = await incident(context, admin);
    const organisation = await room.enter();
    await recorded();
    const { id, token } = await invite(context, admin.id, room.id, { organisation, role: "responder" });
    const came = { name: "Newcomer", email: "new@comer.example", signedIn: null, address: "192.0.2.1" };
    await acceptInvitation(context, token, came);
    await revokeInvitation(context, admin.id, room.id, id);
    expect((await recorded()).map(({ action, object }) => [action, object])).toEqual([
      ["invitation.make", id],
      ["invitation.use", id],
      ["invitation.revoke", id],
    ]);
  });
});

/** A database whose transactions do everything and then break off. */
const brokenAtTheEnd = ({ store: { db } }: Context): Context["store"]["db"] =>
  new Proxy(db, {
    get: (target, key) =>
      key === "transaction"
        ? (run: Parameters<typeof db.transaction>[0]) =>
            db.transaction(async (tx) => {
              await run(tx);
              throw new Error("rolled back");
            })
        : Reflect.get(target, key, target),
  });

describe("reads of TLP:RED", () => {
  it("are on record once for each who was named, and not for the author or who saw nothing", async () => {
    const room = await incident(context, admin);
    const [author, named, other] = [
      await room.bring(await room.enter(), "liaison"),
      await room.bring(await room.enter(), "liaison"),
      await room.bring(await room.enter(), "liaison"),
    ];
    const { event } = await send(context, author, room.id, {
      ...{ kind: "update.post", organisation: author.organisation, text: "CANARY", marking: "TLP:RED" },
      audience: { people: [named.id] },
    });
    await recorded();
    for (const person of [author, named, other, named]) await boardNow(context, person.id, room.id);
    const acts = await recorded();
    expect(acts).toMatchObject([{ action: "item.read", object: event.id, actor: named.id }]);
    expect(JSON.stringify(acts)).not.toContain("CANARY");
    await context.audit.checkpoint();
    expect(await verifyStore(bed.store.db, context.env.dataDir, {})).toMatchObject({ verdict: 0, fault: null });
  });

  it("come first: what cannot be put on record is not shown, and is once it can", async () => {
    const room = await incident(context, admin);
    const [author, named] = [
      await room.bring(await room.enter(), "liaison"),
      await room.bring(await room.enter(), "liaison"),
    ];
    await send(context, author, room.id, {
      ...{ kind: "update.post", organisation: author.organisation, text: "CANARY", marking: "TLP:RED" },
      audience: { people: [named.id] },
    });
    const { pool } = bed.store;
    await pool.query("alter table audit_entries add constraint no_reads check (action <> 'item.read') not valid");
    await expect(boardNow(context, named.id, room.id)).rejects.toThrow();
    await pool.query("alter table audit_entries drop constraint no_reads");
    expect(JSON.stringify((await boardNow(context, named.id, room.id)).board)).toContain("CANARY");
    expect((await recorded()).filter(({ action }) => action === "item.read")).toHaveLength(1);
  });
});
