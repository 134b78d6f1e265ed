import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memberships } from "#db/schema/tables";
import { verifyStore } from "#server/audit/verify-store";
import { administrator, incident, organisation, refusalOf, send, type TestPerson } from "#server/testing";
import { ask, connect, openTestServer, type TestServer } from "#server/testing-http";

let server: TestServer;
let platform: TestPerson;
let own: string;
let commander: TestPerson;

beforeAll(async () => {
  server = await openTestServer();
  platform = await administrator(server.context);
  own = await organisation(server.context);
  const hall = await incident(server.context, platform);
  await send(server.context, platform, hall.id, { kind: "organisation.enter", organisation: own });
  commander = await hall.bring(own, "responder");
  await server.store.db.insert(memberships).values({ person: commander.id, organisation: own, role: "member" });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const change = (what: "people" | "organisations", id: string, verb: string) =>
  ask(server, `/api/v1/installation/${what}/${id}/${verb}`, { by: platform, body: {} });
const commanderOf = async (room: string): Promise<string | undefined> =>
  (await server.context.journal.room(room))?.roster.commander;

describe("suspending whoever commands", () => {
  it("is refused where nobody can take command, changes nothing, and tells nothing of the incident", async () => {
    const room = await incident(server.context, commander);
    const there = await room.enter();
    for (const role of ["responder", "observer", "guest"] as const) await room.bring(there, role);
    await room.bring(there, "deputy", "provisional");
    const before = await room.length();
    const { json, text } = await change("people", commander.id, "suspend");
    expect(json).toMatchObject({ code: "conflict" });
    expect(text).not.toContain("Outage after an update");
    expect(await room.length()).toBe(before);
    expect((await ask(server, "/api/v1/me", { by: commander })).status).toBe(200);
    await send(server.context, commander, room.id, { kind: "incident.close", resolution: "done" });
  });

  it("passes command to the first who can take it, in the same log, and those who are here hear it", async () => {
    const room = await incident(server.context, commander);
    const there = await room.enter();
    const liaison = await room.bring(there, "liaison");
    const scribe = await room.bring(there, "scribe");
    const deputy = await room.bring(there, "deputy");
    expect((await change("people", deputy.id, "suspend")).status).toBe(200);
    const client = await connect(server, liaison);
    await client.join(room.id);
    expect((await change("people", commander.id, "suspend")).status).toBe(200);
    const line = (await room.log()).at(-1);
    expect(line?.event).toMatchObject({ kind: "command.assumed", to: scribe.id, was: commander.id });
    await client.hears(line?.event.id ?? "");
    client.close();
    expect(await commanderOf(room.id)).toBe(scribe.id);
    const severity = { kind: "incident.set-severity", severity: 3, reason: "calmer" } as const;
    expect(await refusalOf(send(server.context, commander, room.id, severity))).toMatchObject({ code: "forbidden" });
    await send(server.context, scribe, room.id, severity);
    const { rows } = await server.store.pool.query(
      "select person, role from participants where incident = $1 and role in ('commander', 'observer')",
      [room.id],
    );
    expect(new Set(rows.map(({ person, role }) => `${role} ${person}`))).toEqual(
      new Set([`commander ${scribe.id}`, `observer ${commander.id}`]),
    );
    expect((await change("people", commander.id, "reactivate")).status).toBe(200);
    await send(server.context, scribe, room.id, { kind: "incident.close", resolution: "done" });
  });

  it("with their organisation passes over everybody who goes with it", async () => {
    const room = await incident(server.context, commander);
    await room.bring(own, "deputy");
    const liaison = await room.bring(await room.enter(), "liaison");
    expect((await change("organisations", own, "suspend")).status).toBe(200);
    expect(await commanderOf(room.id)).toBe(liaison.id);
    expect((await change("organisations", own, "reactivate")).status).toBe(200);
  });

  it("leaves an audit that verifies, and says who suspended", async () => {
    await server.context.audit.checkpoint();
    const { verdict, fault } = await verifyStore(server.store.db, server.context.env.dataDir, {});
    expect([verdict, fault]).toEqual([0, null]);
    const { rows } = await server.store.pool.query(
      "select actor from audit_entries where action = 'person.suspend' and object_id = $1",
      [commander.id],
    );
    expect(rows).toEqual([{ actor: platform.id }]);
  });
});
