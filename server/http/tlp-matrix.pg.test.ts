import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MARKINGS, type Marking, ROLES, type Role } from "#domain/words";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, connect, openTestServer, type TestClient, type TestServer } from "#server/testing-http";
import matrix from "../../domain/tlp-matrix.json" with { type: "json" };

/** Every cell of the table of markings at every exit: items of one organisation, as everybody else gets them. */

type Column = keyof typeof matrix.viewers | "not_in_incident" | "public";
type Reader = { column: Column; name: string; person: TestPerson | null; isNamed: boolean; client: TestClient | null };
type Item = { marking: Marking; text: string; id: string };

let server: TestServer;
let room: TestIncident;
let author: TestPerson;
const readers: Reader[] = [];
let cells = 0;

const columnOf = (role: Role, isOwn: boolean): Column => {
  if (role === "guest") return "guest";
  if (role === "observer") return isOwn ? "same_org_observer" : "other_org_observer";
  if (isOwn) return "same_org";
  if (role === "commander" || role === "deputy") return "other_org_command";
  return role === "communications" ? "other_org_communications" : "other_org";
};

beforeAll(async () => {
  server = await openTestServer();
  const commander = await administrator(server.context);
  room = await incident(server.context, commander);
  const [own, other] = [await room.enter(), await room.enter("banking")];
  author = await room.bring(own, "liaison");
  const add = (column: Column, name: string, person: TestPerson | null, isNamed = false) =>
    readers.push({ column, name, person, isNamed, client: null });
  add("other_org_command", "commander", commander);
  for (const organisation of [own, other]) {
    for (const role of ROLES.filter((one) => one !== "commander")) {
      const name = `${role} of ${organisation === own ? "own" : "other"}`;
      // At most three deputies.
      const isNamed = role !== "deputy";
      add(columnOf(role, organisation === own), name, await room.bring(organisation, role));
      if (isNamed)
        add(columnOf(role, organisation === own), `named ${name}`, await room.bring(organisation, role), true);
    }
    for (const role of ["liaison", "observer"] as const) {
      const name = `provisional ${role} of ${organisation === own ? "own" : "other"}`;
      add("guest", `named ${name}`, await room.bring(organisation, role, "provisional"), true);
      add("guest", name, await room.bring(organisation, role, "provisional"));
    }
  }
  const elsewhere = await incident(server.context, commander);
  add("not_in_incident", "stranger", await elsewhere.bring(await elsewhere.enter(), "liaison"));
  add("public", "nobody", null);
  for (const reader of readers) {
    if (reader.person === null) continue;
    reader.client = await connect(server, reader.person);
    await reader.client.join(room.id).catch(() => undefined);
  }
});
afterAll(async () => {
  for (const { client } of readers) client?.close();
  expect(server.faults).toEqual([]);
  await server.close();
  process.stdout.write(`matrix of markings: ${cells} cells\n`);
});

const secret = (): string => `CNRY-${uuidv7().replaceAll("-", "").slice(-22)}`;

/** One item of each marking; those of TLP:RED name whoever is to be named. */
const postAll = async (): Promise<Item[]> => {
  const people = readers.flatMap(({ isNamed, person }) => (isNamed && person !== null ? [person.id] : []));
  const items: Item[] = [];
  for (const marking of MARKINGS) {
    const text = secret();
    const naming = marking === "TLP:RED" ? { audience: { people } } : {};
    const wish = { kind: "update.post", organisation: author.organisation, text, marking, ...naming } as const;
    items.push({ marking, text, id: (await send(server.context, author, room.id, wish)).event.id });
  }
  return items;
};

type Switches = { observers: boolean; communications: boolean };

/** What the table says; who is named on TLP:RED has to be vouched for. */
const sees = ({ column, name, isNamed }: Reader, marking: Marking, switches: Switches): boolean => {
  const row = new Map<string, string>(Object.entries(matrix.visible[marking]));
  const cell = row.get(column) ?? "no";
  if (cell === "named") return isNamed && !name.includes("provisional");
  if (cell === "incident_allows_amber_to_observers") return switches.observers;
  if (cell === "incident_allows_amber_to_communications") return switches.communications;
  return cell === "yes";
};

/** Exits that bring every item somebody may see. */
const WHOLE: Record<string, (item: Item) => string> = {
  events: () => "/events?limit=1000",
  timeline: () => "/timeline?limit=200",
  board: () => "/board",
  item: ({ id }) => `/timeline/${id}`,
  search: ({ text }) => `/search?q=${text}`,
  at: () => `/at?time=${server.clock.now().toISOString()}`,
};
/** Exits that some may not use, or that bring only the newest. */
const PARTIAL: Record<string, (item: Item) => string> = {
  people: () => "/people",
  pinned: () => "/pinned",
  withheld: () => "/withheld",
  incident: () => "",
  "catch-up": () => "/catch-up",
  audience: ({ marking }) => `/audience?marking=${encodeURIComponent(marking)}`,
  "export json": () => "/export?format=json",
  "export csv": () => "/export?format=csv",
  "export md": () => "/export?format=md",
};

const wrong: string[] = [];
const judge = (cell: string, text: string, item: Item, may: boolean, isWhole: boolean): void => {
  cells += 1;
  const found = [item.text, item.id].filter((part) => text.includes(part));
  if (!may && found.length > 0) wrong.push(`${cell} brings ${item.marking}`);
  if (may && isWhole && found.length < 2) wrong.push(`${cell} lacks ${item.marking}`);
};

const walkReads = async (reader: Reader, items: readonly Item[], switches: Switches): Promise<void> => {
  for (const [isWhole, exits] of [[true, WHOLE] as const, [false, PARTIAL] as const]) {
    for (const [exit, pathOf] of Object.entries(exits)) {
      const asked = new Map<string, string>();
      for (const item of items) {
        const path = pathOf(item);
        const by = reader.person === null ? {} : { by: reader.person };
        const text = asked.get(path) ?? (await ask(server, `/api/v1/incidents/${room.id}${path}`, by)).text;
        asked.set(path, text);
        judge(`${exit} of ${reader.name}`, text, item, sees(reader, item.marking, switches), isWhole);
      }
    }
  }
};

const walkSocket = async (reader: Reader, items: readonly Item[], switches: Switches, from: number): Promise<void> => {
  const { client } = reader;
  if (client === null) return;
  await client.roundTrip();
  const live = JSON.stringify(client.heard.slice(from));
  const joined = JSON.stringify(await client.join(room.id).catch(() => null));
  for (const item of items) {
    const may = sees(reader, item.marking, switches);
    judge(`live socket of ${reader.name}`, live, item, may, true);
    judge(`join of ${reader.name}`, joined, item, may, true);
  }
};

describe("the table of markings", () => {
  it.each<Switches>([
    { observers: false, communications: false },
    { observers: true, communications: false },
    { observers: false, communications: true },
    { observers: true, communications: true },
  ])(
    "holds at every exit with %o",
    async (switches) => {
      const { observers, communications } = switches;
      await send(server.context, (await commanderOf()) ?? author, room.id, {
        ...{ kind: "incident.set-sharing", amberToObservers: observers, amberToCommunications: communications },
      });
      for (const { client } of readers) {
        await client?.roundTrip();
        await client?.join(room.id).catch(() => undefined);
      }
      const from = new Map(readers.map(({ name, client }) => [name, client?.heard.length ?? 0]));
      const items = await postAll();
      const witness = readers[0];
      const green = items.find(({ marking }) => marking === "TLP:CLEAR");
      await witness?.client?.hears(green?.id ?? "");
      await Promise.all(readers.map((reader) => walkSocket(reader, items, switches, from.get(reader.name) ?? 0)));
      await Promise.all(readers.map((reader) => walkReads(reader, items, switches)));
      expect(wrong.splice(0)).toEqual([]);
    },
    240_000,
  );

  it("covers every column and every marking", () => {
    expect(new Set(readers.map(({ column }) => column))).toEqual(
      new Set([...Object.keys(matrix.viewers), "not_in_incident", "public"]),
    );
    expect(Object.keys(matrix.visible)).toEqual([...MARKINGS]);
  });
});

const commanderOf = async (): Promise<TestPerson | null> =>
  readers.find(({ name }) => name === "commander")?.person ?? null;
