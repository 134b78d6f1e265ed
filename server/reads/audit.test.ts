import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memberships } from "#db/schema/tables";
import type { AuditRow } from "#domain/audit";
import { forbidden } from "#domain/refusal";
import { acceptInvitation, invite } from "#server/access/invitations";
import { verifyBundle } from "#server/audit/bundle";
import { OWN } from "#server/audit/origin";
import { noteRefusal } from "#server/audit/refusals";
import type { Context } from "#server/context";
import {
  administrator,
  incident,
  openTestBed,
  refusalOf,
  send,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { exportAudit } from "./export-audit.ts";
import { listOrganisationActs, listPlatformActs } from "./read-acts.ts";
import { type AuditAsk, listAudit } from "./read-audit.ts";

let bed: TestBed;
let context: Context;
let commander: TestPerson;
let liaison: TestPerson;
let other: TestPerson;
let auditor: TestPerson;
let room: TestIncident;
let secret: string;
let red: string;

beforeAll(async () => {
  bed = await openTestBed();
  context = bed.context;
  commander = await administrator(context);
  room = await incident(context, commander);
  const [own, foreign] = [await room.enter(), await room.enter()];
  liaison = await room.bring(own, "liaison");
  other = await room.bring(foreign, "liaison");
  auditor = await room.bring(commander.organisation, "auditor");
  const post = async (marking: "TLP:GREEN" | "TLP:AMBER+STRICT" | "TLP:RED") => {
    const said = { kind: "update.post", organisation: liaison.organisation, text: "words", marking } as const;
    return (await send(context, liaison, room.id, said)).event.id;
  };
  secret = await post("TLP:AMBER+STRICT");
  red = await post("TLP:RED");
  await post("TLP:GREEN");
  await send(context, other, room.id, { kind: "comment.post", on: "room", text: "words" });
});
afterAll(() => bed.close());

const rows = async (by: TestPerson, ask: AuditAsk = {}): Promise<AuditRow[]> =>
  (await listAudit(context, by.id, room.id, { limit: 200, ...ask })).items;
/** Somebody of another incident. */
const elsewhere = async (): Promise<TestPerson> => {
  const hall = await incident(context, commander);
  return hall.bring(await hall.enter(), "responder");
};
const objects = (found: readonly AuditRow[]) => found.map(({ object }) => object.id);

describe("the audit of an incident", () => {
  it("is closed to roles that may not read it, and is not there for others", async () => {
    for (const role of ["responder", "observer", "guest"] as const) {
      const person = await room.bring(liaison.organisation, role);
      expect(await refusalOf(rows(person))).toMatchObject({ code: "forbidden" });
      expect(await refusalOf(exportAudit(context, person.id, room.id, "csv", {}))).toMatchObject({ code: "forbidden" });
    }
    const newcomer = await room.bring(liaison.organisation, "liaison", "provisional");
    expect(await refusalOf(rows(newcomer))).toMatchObject({ code: "forbidden" });
    const elsewhere = await incident(context, commander);
    expect(await refusalOf(listAudit(context, liaison.id, elsewhere.id))).toMatchObject({ code: "not-found" });
  });

  it("shows rows about an item only to those who may see the item", async () => {
    const [his, all, theirs] = [await rows(liaison), await rows(commander), await rows(auditor)];
    expect(objects(his)).toEqual(expect.arrayContaining([secret, red]));
    for (const hidden of [secret, red]) {
      expect(objects(all)).not.toContain(hidden);
      expect(objects(theirs)).not.toContain(hidden);
    }
  });

  it("confines a liaison to the rows of the own organisation", async () => {
    const mine = await rows(other);
    const concerned = mine.map((row) => [row.organisation?.id, row.about?.id, row.onBehalf?.id, row.object.id]);
    expect(mine.length).toBeGreaterThan(2);
    for (const ids of concerned) expect(ids).toContain(other.organisation);
    expect(objects(mine)).toContain(other.id);
    expect(objects(mine)).not.toContain(liaison.id);
  });

  it("leaves no trace of what is hidden in how its pages end", async () => {
    const whole = await rows(commander);
    const paged: AuditRow[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await listAudit(context, commander.id, room.id, { limit: 2, cursor });
      expect(page.items.length).toBe(Math.min(2, whole.length - paged.length));
      paged.push(...page.items);
      ({ cursor, more } = page);
    }
    expect(paged).toEqual(whole);
    const foreign = (await listAudit(context, other.id, room.id, { limit: 1 })).cursor;
    expect((await listAudit(context, commander.id, room.id, { limit: 200, cursor: foreign })).items).toEqual(whole);
  });

  it("is filtered by who, what, whose and when", async () => {
    expect((await rows(commander, { filter: { action: "comment" } })).map(({ action }) => action)).toEqual([
      "comment.posted",
    ]);
    const by = await rows(commander, { filter: { actor: other.id } });
    expect(new Set(by.map(({ actor }) => actor?.name))).toEqual(new Set([other.name]));
    expect(objects(await rows(commander, { filter: { organisation: other.organisation } }))).toContain(other.id);
    expect(await rows(commander, { filter: { from: "2030-01-01T00:00:00Z" } })).toEqual([]);
  });

  it("shows refusals of people who are here, and of nobody else", async () => {
    const refused = (person: string) =>
      noteRefusal(context, { person, origin: OWN, door: "GET /incidents/{id}", incident: room.id, error: forbidden() });
    const stranger = await elsewhere();
    refused(other.id);
    refused(stranger.id);
    await context.audit.settled();
    const shown = await rows(auditor, { filter: { action: "access" } });
    expect(shown.map(({ actor, outcome }) => [actor?.id, outcome])).toEqual([[other.id, "refused"]]);
    expect(await rows(liaison, { filter: { action: "access" } })).toEqual([]);
  });

  it("tells an administrator from outside what became of his own people, and nothing of what was said", async () => {
    const outside = await elsewhere();
    await context.store.db
      .insert(memberships)
      .values({ person: outside.id, organisation: other.organisation, role: "admin" });
    const shown = await rows(outside);
    expect(objects(shown)).toContain(other.id);
    expect(shown.every(({ object }) => ["person", "organisation", "invitation"].includes(object.type))).toBe(true);
    expect(shown.every(({ about }) => about?.id === other.organisation)).toBe(true);
    expect(JSON.stringify(shown)).not.toContain(commander.name);
    expect(JSON.stringify(shown)).not.toContain(liaison.id);
  });
});

describe("an auditor of an organisation", () => {
  it("learns nothing of an incident he is not in, and reads the organisation's rows beside a role", async () => {
    const audits = (person: string) =>
      context.store.db.insert(memberships).values({ person, organisation: other.organisation, role: "auditor" });
    const outside = await elsewhere();
    await audits(outside.id);
    expect(await refusalOf(rows(outside))).toMatchObject({ code: "not-found" });
    const responder = await room.bring(liaison.organisation, "responder");
    await audits(responder.id);
    const shown = await rows(responder);
    expect(objects(shown)).toContain(other.id);
    expect(objects(shown)).not.toContain(liaison.id);
    for (const hidden of [secret, red]) expect(objects(shown)).not.toContain(hidden);
  });
});

describe("the state of an incident's entries", () => {
  it("is broken once a row was changed by somebody who owns the database", async () => {
    const hall = await incident(context, commander);
    expect(await context.audit.stateOf(room.id)).toMatchObject({ state: "intact" });
    await bed.store.pool.query("alter table audit_entries disable trigger all");
    await bed.store.pool.query("grant all on audit_entries to current_user");
    await bed.store.pool.query("update audit_entries set action = 'x' where chain = $1", [hall.id]);
    expect(await context.audit.stateOf(hall.id)).toMatchObject({ state: "broken" });
    expect(await context.audit.stateOf(room.id)).toMatchObject({ state: "intact" });
  });
});

describe("an exported audit", () => {
  it.each(["jsonl", "csv"] as const)("is signed, and names the first line that was changed (%s)", async (format) => {
    const { name, body } = await exportAudit(context, commander.id, room.id, format, {});
    const shown = await rows(commander);
    expect(name).toContain("TLP-AMBER");
    expect(verifyBundle(body)).toMatchObject({ key: context.audit.publicKey, fault: null });
    expect(body).not.toContain(secret);
    const lines = body.split("\n");
    const offset = format === "csv" ? 1 : 0;
    const changed = lines.with(2 + offset, (lines[2 + offset] ?? "").replace("2026", "2025"));
    expect(verifyBundle(changed.join("\n")).fault).toMatchObject({ n: 2 + offset });
    expect(verifyBundle(lines.toSpliced(3, 1).join("\n")).fault).toMatchObject({ n: 3 });
    expect(verifyBundle(lines.slice(0, -2).join("\n")).fault).toMatchObject({ what: "the signed end is missing" });
    expect(lines.length).toBe(shown.length + 4 + offset);
  });

  it("gives no formula to a spreadsheet", async () => {
    const { token } = await invite(context, commander.id, room.id, {
      organisation: other.organisation,
      role: "responder",
    });
    const came = { name: "=HYPERLINK(1)", email: "x@y.example", signedIn: null, address: "127.0.0.1" };
    await acceptInvitation(context, token, came);
    const { body } = await exportAudit(context, commander.id, room.id, "csv", {});
    expect(body).toContain(`"'=HYPERLINK(1)"`);
    expect(body).not.toContain(`"=HYPERLINK`);
  });
});

describe("what was done outside the incidents", () => {
  it("is there for nobody but who administers or audits an organisation or the installation", async () => {
    expect(await refusalOf(listOrganisationActs(context, liaison.id, liaison.organisation))).toMatchObject({
      code: "not-found",
    });
    expect(await refusalOf(listPlatformActs(context, liaison.id))).toMatchObject({ code: "not-found" });
    const { items, incidentEntries, state } = await listPlatformActs(context, commander.id);
    // A test before this one has changed an entry of an incident.
    expect(state).toBe("broken");
    expect(incidentEntries).toBeGreaterThan(5);
    expect(items.every(({ action }) => action !== "access.refused" && action !== "chain.anchored")).toBe(true);
  });
});
