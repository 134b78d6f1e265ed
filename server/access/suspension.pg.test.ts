import { afterAll, beforeAll, expect, it } from "vitest";
import { memberships } from "#db/schema/tables";
import { Refusal } from "#domain/refusal";
import { applyToRoster, noRoster } from "#domain/roster";
import { OWN } from "#server/audit/origin";
import { verifyStore } from "#server/audit/verify-store";
import {
  administrator,
  incident,
  openNode,
  openTestBed,
  organisation,
  send,
  type TestBed,
  type TestPerson,
} from "#server/testing";
import { reactivatePerson, suspendPerson } from "./suspension.ts";

/** Two nodes on one PostgreSQL. */
const ROUNDS = 50;
let bed: TestBed;
let other: Awaited<ReturnType<typeof openNode>>["context"];
let platform: TestPerson;
let commander: TestPerson;

beforeAll(async () => {
  bed = await openTestBed();
  other = (await openNode(bed.store, bed.clock)).context;
  platform = await administrator(bed.context);
  const own = await organisation(bed.context);
  const hall = await incident(bed.context, platform);
  await send(bed.context, platform, hall.id, { kind: "organisation.enter", organisation: own });
  commander = await hall.bring(own, "responder");
  await bed.store.db.insert(memberships).values({ person: commander.id, organisation: own, role: "member" });
});
afterAll(() => bed.close());

/** What became of it: refusals are answers, anything else is a fault. */
const settled = async (wish: Promise<unknown>): Promise<"done" | "refused"> => {
  try {
    await wish;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return "refused";
    throw error;
  }
};

it("one person commands at every place of the log when the commander is suspended while the deputy loses the role", async () => {
  const by = { person: platform.id, origin: OWN };
  const ends = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const room = await incident(bed.context, commander);
    const there = await room.enter();
    const [deputy, liaison] = [await room.bring(there, "deputy"), await room.bring(there, "liaison")];
    const loses = { kind: "participant.set-role", person: deputy.id, role: "responder" } as const;
    const both = [
      () => settled(suspendPerson(bed.context, by, commander.id)),
      () => settled(send(other, commander, room.id, loses)),
    ];
    const [one, two] = round % 2 === 0 ? both : both.toReversed();
    const outcomes = await Promise.all([one?.(), two?.()]);
    const [suspension, demotion] = round % 2 === 0 ? outcomes : outcomes.toReversed();
    expect(suspension).toBe("done");
    let roster = noRoster;
    for (const entry of await room.log()) {
      roster = applyToRoster(roster, entry);
      const commanders = [...roster.people.values()].filter(({ role }) => role === "commander");
      expect(commanders.map(({ person }) => person)).toEqual([roster.commander]);
    }
    expect(roster.commander).toBe(demotion === "done" ? liaison.id : deputy.id);
    for (const { journal } of [bed.context, other]) {
      await journal.catchUp(room.id);
      expect((await journal.room(room.id))?.roster.commander).toBe(roster.commander);
    }
    ends.set(String(demotion), (ends.get(String(demotion)) ?? 0) + 1);
    const now = roster.commander === liaison.id ? liaison : deputy;
    await send(bed.context, now, room.id, { kind: "incident.close", resolution: "done" });
    await reactivatePerson(bed.context, by, commander.id);
  }
  await bed.context.audit.checkpoint();
  const { verdict, fault } = await verifyStore(bed.store.db, bed.context.env.dataDir, {});
  expect([verdict, fault]).toEqual([0, null]);
  process.stdout.write(`suspension against a change of role: ${JSON.stringify([...ends])}\n`);
}, 240_000);

it("whoever is suspended at the same moment takes command for nobody", async () => {
  const by = { person: platform.id, origin: OWN };
  const room = await incident(bed.context, commander);
  const there = await room.enter();
  const [deputy, liaison] = [await room.bring(there, "deputy"), await room.bring(there, "liaison")];
  await Promise.all([suspendPerson(bed.context, by, commander.id), suspendPerson(other, by, deputy.id)]);
  await bed.context.journal.catchUp(room.id);
  expect((await bed.context.journal.room(room.id))?.roster.commander).toBe(liaison.id);
});
