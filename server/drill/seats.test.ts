import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sessionCookie, sessionOf } from "#server/access/session";
import { setUp } from "#server/access/set-up";
import { submit } from "#server/commands/submit";
import type { Context } from "#server/context";
import { takeSeat } from "./seats.ts";
import { startDrill } from "./start-drill.ts";
import { openDrillContext } from "./testing.ts";

const TOKEN = "a set-up token of more than thirty-two characters";
const setUpWith = {
  token: TOKEN,
  organisation: { name: "Test Airline", code: "TST", sector: "aviation" },
  person: { name: "Administrator", email: "administrator@example.org" },
};

describe("seats of the drill", () => {
  let server: Awaited<ReturnType<typeof openDrillContext>>;
  let context: Context;
  beforeAll(async () => {
    server = await openDrillContext();
    context = server.context;
  });
  afterAll(() => server.close());

  test("there is none before a drill runs", async () => {
    await expect(takeSeat(context, { seat: "commander" })).rejects.toMatchObject({ code: "not-found" });
    await startDrill(context);
  });

  test("an executive reads and cannot post, not even for the own organisation", async () => {
    const { person, incident, organisation, role } = await takeSeat(context, { seat: "executive" });
    expect({ code: organisation.code, role }).toEqual({ code: "DAL", role: "observer" });
    const post = { id: uuidv7(), kind: "update.post", organisation: organisation.id, status: "down", text: "x" };
    await expect(submit(context, person.id, incident.id, post)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("nobody sits down for an organisation that never reports, or that is not in the drill", async () => {
    const seat = "liaison" as const;
    await expect(takeSeat(context, { seat, organisation: "CISA" })).rejects.toMatchObject({ code: "invalid" });
    await expect(takeSeat(context, { seat, organisation: uuidv7() })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a seat opens nothing but the drill", async () => {
    const { person } = await takeSeat(context, { seat: "commander" });
    const declare = { id: uuidv7(), kind: "incident.declare", title: "Not a drill", severity: 1, mode: "real" };
    await expect(submit(context, person.id, null, declare)).rejects.toMatchObject({ code: "forbidden" });
    const post = { id: uuidv7(), kind: "comment.post", on: "room", text: "x" };
    await expect(submit(context, person.id, uuidv7(), post)).rejects.toMatchObject({ code: "not-found" });
  });

  test("the liaison speaks for the chosen organisation, under a session of that person", async () => {
    const taken = await takeSeat(context, { seat: "liaison", organisation: "NHSE" });
    expect(taken.person.name).toBe("Liaison's seat, NHS England");
    const session = await sessionOf(context, sessionCookie(context.env.baseUrl, taken.secret));
    expect(session?.person).toBe(taken.person.id);
    const post = {
      id: uuidv7(),
      kind: "update.post",
      organisation: taken.organisation.id,
      status: "recovering",
      text: "x",
    };
    await expect(submit(context, taken.person.id, taken.incident.id, post)).resolves.toMatchObject({ repeated: false });
  });

  test("whoever takes a seat that is taken sits in it too: one person, one commander", async () => {
    const seat = "liaison" as const;
    const taken = await Promise.all([1, 2, 3].map(() => takeSeat(context, { seat, organisation: "UAL" })));
    expect(new Set(taken.map(({ person }) => person.id)).size).toBe(1);
    expect(new Set(taken.map(({ secret }) => secret)).size).toBe(3);
    await takeSeat(context, { seat: "commander" });
    const room = await context.journal.room(taken[0]?.incident.id ?? "");
    const commanders = [...(room?.roster.people.values() ?? [])].filter(({ role }) => role === "commander");
    expect(commanders).toHaveLength(1);
  });

  test("there is none once the installation is set up", async () => {
    await setUp(context, TOKEN, setUpWith);
    await expect(takeSeat(context, { seat: "commander" })).rejects.toMatchObject({ code: "not-found" });
  });
});
