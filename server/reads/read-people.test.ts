import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { organisations } from "#db/schema/tables";
import {
  administrator,
  incident,
  openTestBed,
  type TestBed,
  type TestIncident,
  type TestPerson,
} from "#server/testing";
import { listPeople } from "./read-people.ts";

let bed: TestBed;
let commander: TestPerson;
let room: TestIncident;
let newcomer: TestPerson;
let own: string;

beforeAll(async () => {
  bed = await openTestBed();
  commander = await administrator(bed.context);
  room = await incident(bed.context, commander);
  own = await room.enter();
  newcomer = await room.bring(own, "responder", "provisional");
});
afterAll(async () => {
  expect(bed.faults).toEqual([]);
  await bed.close();
});

const newcomerFor = async (reader: TestPerson) => {
  const { items } = await listPeople(bed.context, reader.id, room.id);
  return items.find(({ person }) => person.id === newcomer.id);
};

it("tells nobody the address of a newcomer who may not vouch for him", async () => {
  const readers = [
    newcomer,
    await room.bring(await room.enter(), "liaison"),
    await room.bring(own, "observer"),
    await room.bring(own, "liaison", "provisional"),
  ];
  for (const reader of readers) expect(await newcomerFor(reader)).not.toHaveProperty("email");
});

it("tells who may vouch the address that the newcomer gave, and when it is in a domain of the organisation", async () => {
  const liaison = await room.bring(own, "liaison");
  // The same provider of mail says nothing: only what the organisation has named as its own does.
  for (const reader of [liaison, commander]) {
    const known = await newcomerFor(reader);
    expect(known).toMatchObject({ email: newcomer.email });
    expect(known).not.toHaveProperty("isOfDomain");
  }
  const domains = [newcomer.email.split("@").at(-1) ?? ""];
  await bed.store.db.update(organisations).set({ domains }).where(eq(organisations.id, own));
  expect(await newcomerFor(liaison)).toMatchObject({ email: newcomer.email, isOfDomain: true });
});

it("tells no address of whoever is vouched for", async () => {
  const known = await room.bring(own, "responder");
  const { items } = await listPeople(bed.context, commander.id, room.id);
  expect(items.find(({ person }) => person.id === known.id)).not.toHaveProperty("email");
});
