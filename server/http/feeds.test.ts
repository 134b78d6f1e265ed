import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND_KINDS } from "#domain/command";
import type { Event } from "#domain/event";
import { sees } from "#domain/visibility";
import type { Marking } from "#domain/words";
import { readBoard } from "#server/reads/read-room";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, openTestServer, type TestServer } from "#server/testing-http";
import { createApi } from "./api.ts";

let server: TestServer;
let commander: TestPerson;
let liaison: TestPerson;
let newcomer: TestPerson;
let observer: TestPerson;
let responder: TestPerson;
let room: TestIncident;

const MIXED: Marking[] = ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:CLEAR", "TLP:RED"];

const post = (by: TestPerson, text: string, marking: Marking = "TLP:GREEN", at = room) =>
  send(server.context, by, at.id, { kind: "update.post", organisation: by.organisation, text, marking });

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  const own = await room.enter();
  liaison = await room.bring(own, "liaison");
  responder = await room.bring(own, "responder");
  newcomer = await room.bring(own, "responder", "provisional");
  observer = await room.bring(await room.enter(), "observer");
  for (let index = 0; index < 40; index += 1)
    await post(index % 2 ? liaison : commander, `update ${index}`, MIXED[index % 5]);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

type Feed = { events: Event[]; cursor: string; more: boolean; reset?: true };
const feed = async (by: TestPerson, query = "", at = room): Promise<Feed> => {
  const answer = await ask(server, `/api/v1/incidents/${at.id}/events${query}`, { by });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text) as Feed;
};
/** What the person may see, by the plain rule. */
const visibleTo = async (person: TestPerson, at = room): Promise<string[]> => {
  const held = await server.context.journal.room(at.id);
  const viewer = held?.participant(person.id);
  if (!held || !viewer) throw new Error("not here");
  return (await at.log()).filter(({ seen }) => sees(viewer, seen, held.roster.sharing)).map(({ event }) => event.id);
};
const pagesOf = async (by: TestPerson, limit: number, at = room): Promise<Feed[]> => {
  const pages = [await feed(by, `?limit=${limit}`, at)];
  for (let last = pages[0]; last?.more; last = pages.at(-1))
    pages.push(await feed(by, `?limit=${limit}&cursor=${last.cursor}`, at));
  return pages;
};

describe("the feed", () => {
  it("gives nobody a line that he may not see, and everybody all others, in order, in pages of any size", async () => {
    for (const person of [newcomer, observer, responder, liaison, commander]) {
      const wanted = await visibleTo(person);
      for (const limit of [1, 3, 7, 1000]) {
        const pages = await pagesOf(person, limit);
        expect(pages.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(wanted);
        expect(pages.filter(({ reset }) => reset)).toEqual([]);
        for (const { events, more } of pages.slice(0, -1)) expect([events.length, more]).toEqual([limit, true]);
      }
    }
  });

  it("says no more than there is: hidden lines make no further page, and cursors of one length", async () => {
    const quiet = await incident(server.context, commander);
    const guest = await quiet.bring(await quiet.enter(), "responder", "provisional");
    const all = await feed(guest, "?limit=1000", quiet);
    for (let index = 0; index < 5; index += 1) await post(commander, "hidden", "TLP:AMBER+STRICT", quiet);
    const exactly = await feed(guest, `?limit=${all.events.length}`, quiet);
    expect(exactly).toMatchObject({ events: all.events, more: false });
    expect(exactly.cursor).toHaveLength(all.cursor.length);
    expect(await feed(guest, `?cursor=${all.cursor}`, quiet)).toMatchObject({ events: [], more: false });
  });

  it("starts anew, and says so, for a cursor that is foreign, altered, or of other rights", async () => {
    const mine = await feed(liaison);
    const other = await incident(server.context, commander);
    const altered = `${mine.cursor.slice(0, 9)}${mine.cursor[9] === "A" ? "B" : "A"}${mine.cursor.slice(10)}`;
    const foreign = (await feed(commander, "", other)).cursor;
    const wanted = await visibleTo(newcomer);
    for (const cursor of [mine.cursor, altered, foreign, "x"]) {
      const answer = await feed(newcomer, `?cursor=${cursor}&limit=1000`);
      expect(answer.reset).toBe(true);
      expect(answer.events.map(({ id }) => id)).toEqual(wanted);
    }
    expect(await feed(liaison, `?cursor=${mine.cursor}`)).not.toHaveProperty("reset");
  });

  it("starts anew once the past has changed for the reader, and for nobody else", async () => {
    const kept = await post(liaison, "gone soon", "TLP:AMBER+STRICT");
    const [holder, other] = [await feed(responder, "?limit=1000"), await feed(commander, "?limit=1000")];
    await send(server.context, liaison, room.id, { kind: "update.redact", event: kept.event.id, reason: "too much" });
    const anew = await feed(responder, `?cursor=${holder.cursor}&limit=1000`);
    expect(anew.reset).toBe(true);
    expect(anew.events.find(({ id }) => id === kept.event.id)).toMatchObject({ kind: "redacted" });
    expect(await feed(commander, `?cursor=${other.cursor}`)).not.toHaveProperty("reset");
  });

  it("never carries a number of the log", async () => {
    const text = JSON.stringify(await feed(commander, "?limit=1000"));
    expect(/"(n|place|seq|last|seen|rewrite)":/.test(text)).toBe(false);
  });
});

describe("every other way to read", () => {
  it("shows a newcomer no word of what he may not see", async () => {
    const hidden = await post(commander, "canary4711 words", "TLP:AMBER");
    await send(server.context, commander, room.id, {
      kind: "comment.post",
      on: hidden.event.id,
      text: "canary4711 reply",
    });
    const at = server.clock.now().toISOString();
    for (const path of [
      "",
      "/board",
      "/events",
      "/timeline",
      "/people",
      "/audience",
      "/search?q=canary4711",
      "/catch-up",
      `/at?time=${at}`,
    ]) {
      const mine = await ask(server, `/api/v1/incidents/${room.id}${path}`, { by: newcomer });
      expect(mine.status).toBe(200);
      expect([path, mine.text.includes("canary4711 "), mine.text.includes(hidden.event.id)]).toEqual([
        path,
        false,
        false,
      ]);
    }
    const found = await ask(server, `/api/v1/incidents/${room.id}/search?q=canary4711`, { by: liaison });
    expect(found.text.includes("canary4711 words")).toBe(true);
  });

  it("counts among the readers nobody whose organisation has left", async () => {
    const leaving = await room.enter();
    const gone = await room.bring(leaving, "liaison");
    const names = async () =>
      (await ask(server, `/api/v1/incidents/${room.id}/audience?marking=TLP:GREEN`, { by: commander })).text;
    expect((await names()).includes(gone.name)).toBe(true);
    await send(server.context, commander, room.id, { kind: "organisation.leave", organisation: leaving });
    expect((await names()).includes(gone.name)).toBe(false);
  });
});

describe("an export", () => {
  const get = (by: TestPerson, format: string, at = room) =>
    ask(server, `/api/v1/incidents/${at.id}/export?format=${format}`, { by });

  it("is made for nobody whose role has none, nor for who is not vouched for", async () => {
    for (const person of [responder, newcomer])
      expect(await get(person, "json")).toMatchObject({ status: 403, json: { code: "forbidden" } });
  });

  it.each(["json", "csv", "md"])(
    "as %s carries its strictest marking in name, first line and footer",
    async (format) => {
      const plain = await incident(server.context, commander);
      await post(commander, "words", "TLP:AMBER+STRICT", plain);
      // One's own read mark is seen by oneself alone, and marks no file.
      const cursor = server.context.cursors.cursor(plain.id, 1);
      await send(server.context, commander, plain.id, { kind: "read.mark", cursor });
      const { headers, text } = await get(commander, format, plain);
      expect(headers.get("content-disposition")).toMatch(/^attachment; filename\*=UTF-8''muster-.*TLP-AMBER-STRICT\./);
      expect(headers.get("content-security-policy")).toContain("sandbox");
      const lines = text
        .trim()
        .split(/\r?\n/)
        .filter((line) => line !== "{" && line !== "}");
      for (const line of [lines[0], lines.at(-1)]) expect(line).toContain("TLP:AMBER+STRICT");
      expect(text.includes("EXERCISE")).toBe(false);
    },
  );

  it.each(["json", "csv", "md"])("of a drill as %s says so everywhere", async (format) => {
    const drill = await incident(server.context, commander, { mode: "drill" });
    const { headers, text } = await get(commander, format, drill);
    expect(headers.get("content-disposition")).toContain("EXERCISE-");
    const lines = text
      .trim()
      .split(/\r?\n/)
      .filter((line) => line !== "{" && line !== "}");
    for (const line of [lines[0], lines.at(-1)]) expect(line).toContain("EXERCISE");
  });

  it("as CSV starts no cell with a formula", async () => {
    const sheet = await incident(server.context, commander);
    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", '"=1"', "a;b\nc"]) {
      await post(commander, text, "TLP:GREEN", sheet);
      const { text: csv } = await get(commander, "csv", sheet);
      const cells = csv.split(/(?<=")(?:,|\r\n)(?=")/).map((cell) => cell.replace(/^"/, ""));
      expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    }
  });
});

describe("the description of the API", () => {
  it("lists exactly what is served, and every kind of command", async () => {
    const { json } = await ask(server, "/api/v1/openapi.json");
    const paths = json["paths"] as Record<string, object>;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const { routes } = createApi(server.context, { setUpToken: "t", version: "test" });
    expect(new Set(described)).toEqual(new Set(routes.map(({ method, path }) => `${method} /api/v1${path}`)));
    expect(described).toHaveLength(routes.length);
    const text = JSON.stringify(json["components"]);
    for (const kind of COMMAND_KINDS) expect([kind, text.includes(`"const":"${kind}"`)]).toEqual([kind, true]);
  });

  it("gives each operation a name of its own", async () => {
    const { text } = await ask(server, "/api/v1/openapi.json");
    const names = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("one item of the record", () => {
  const item = (by: TestPerson, event: string) => ask(server, `/api/v1/incidents/${room.id}/timeline/${event}`, { by });
  const pinnedFor = async (by: TestPerson): Promise<string[]> => {
    const { text } = await ask(server, `/api/v1/incidents/${room.id}/pinned`, { by });
    const { items } = JSON.parse(text) as { items: { event: Event }[] };
    return items.map(({ event }) => event.id);
  };

  it("is not there for whoever may not see it, as what nobody has", async () => {
    const { event } = await post(commander, "for the own organisation", "TLP:AMBER+STRICT");
    const [hidden, none] = [await item(liaison, event.id), await item(liaison, crypto.randomUUID())];
    expect(hidden.status).toBe(404);
    expect(hidden.json["detail"]).toBe(none.json["detail"]);
    expect((await item(liaison, "garbage")).status).toBe(404);
    expect((await item(commander, event.id)).json).toMatchObject({ event: { id: event.id } });
  });

  it("says what stands on it, and stays in the list of pinned ones for those who see it", async () => {
    const [shown, hidden] = [await post(liaison, "shown"), await post(commander, "hidden", "TLP:AMBER+STRICT")];
    for (const { event } of [shown, hidden])
      await send(server.context, commander, room.id, { kind: "event.pin", event: event.id });
    expect((await item(liaison, shown.event.id)).json).toMatchObject({ pinned: true });
    expect(await pinnedFor(commander)).toEqual([hidden.event.id, shown.event.id]);
    expect(await pinnedFor(liaison)).toEqual([shown.event.id]);
  });

  it("is where a person's read mark stands, if he may see it", async () => {
    const readBy = async (by: TestPerson) => (await readBoard(server.context, by.id, room.id)).read;
    expect(await readBy(liaison)).toBeNull();
    const last = await post(liaison, "read up to here");
    await post(commander, "behind a marking", "TLP:AMBER+STRICT");
    const { cursor } = await readBoard(server.context, liaison.id, room.id);
    await post(commander, "newer");
    await send(server.context, liaison, room.id, { kind: "read.mark", cursor });
    expect(await readBy(liaison)).toMatchObject({ event: last.event.id });
    expect(await readBy(commander)).toBeNull();
  });
});
