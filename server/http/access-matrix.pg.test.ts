import { readdirSync, readFileSync } from "node:fs";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CommandAnswer } from "#domain/command";
import { COMMAND_KINDS } from "#domain/command";
import { notFound, Refusal } from "#domain/refusal";
import { PARTS } from "#domain/words";
import {
  type Answer,
  type Ask,
  ask,
  connect,
  openTestServer,
  type TestClient,
  type TestServer,
} from "#server/testing-http";
import { type Identity, isNobody, openWorld, type Room, type World } from "#server/testing-matrix";
import { CASES, type Case, cellAllows, cellIs, expected, type Verdict } from "#server/testing-matrix-cases";
import matrix from "../../domain/access-matrix.json" with { type: "json" };
import { createApi } from "./api.ts";

/**
 * Every cell of the access matrix through the real doors. Writing is cut off behind the decision, so that no cell
 * changes what the next one finds.
 */

let server: TestServer;
let world: World;
const sockets = new Map<string, TestClient>();
let cells = 0;

beforeAll(async () => {
  server = await openTestServer();
  world = await openWorld(server.context);
  const { journal, store, now } = server.context;
  vi.spyOn(journal, "propose").mockImplementation(async (incident, { decide }) => {
    const room = await journal.room(incident);
    if (room === null) throw notFound();
    await decide({ db: store.db, incident, roster: room.roster }, now());
    throw new Refusal("conflict", "It would be kept.");
  });
  vi.spyOn(journal, "begin").mockImplementation(async (incident, { decide }) => {
    const first = world.rooms[0];
    const room = first && (await journal.room(first.id));
    if (room) await decide({ db: store.db, incident, roster: room.roster }, now());
    throw new Refusal("conflict", "It would be kept.");
  });
});
afterAll(async () => {
  for (const socket of sockets.values()) socket.close();
  expect(server.faults).toEqual([]);
  await server.close();
  process.stdout.write(`access matrix: ${cells} cells\n`);
});

const api = (path: string, identity: Identity, wish: Ask = {}): Promise<Answer> =>
  ask(server, `/api/v1${path}`, { ...wish, ...(identity.person === null ? {} : { by: identity.person }) });

const socketOf = async (identity: Identity): Promise<TestClient | null> => {
  const { person } = identity;
  if (person === null) return null;
  if (isNobody(identity)) {
    await expect(connect(server, person)).rejects.toThrow("unauthenticated");
    return null;
  }
  const known = sockets.get(person.id) ?? (await connect(server, person));
  sockets.set(person.id, known);
  return known;
};

/** What a stranger can compare: everything but the time. */
const bytes = ({ status, headers, text }: Answer): string =>
  JSON.stringify([status, [...headers].filter(([name]) => name !== "date"), text]);

const VERDICTS: Record<number, Verdict> = { 200: "allowed", 201: "allowed", 409: "allowed" };
const CODES: Record<string, Verdict> = {
  conflict: "allowed",
  forbidden: "forbidden",
  "not-found": "not-found",
  unauthenticated: "unauthenticated",
};
const verdictOf = ({ status, json, text }: Answer): string =>
  VERDICTS[status] ?? CODES[String(json["code"])] ?? `${status} ${text}`;
const heard = (answer: CommandAnswer): string =>
  answer.ok ? "allowed" : (CODES[answer.refusal.code] ?? JSON.stringify(answer));

const nameOf = ({ column, standing, belongsTo }: Identity): string =>
  `${standing === "provisional" ? "provisional " : ""}${column}${belongsTo === null ? "" : ` of ${belongsTo}`}`;

/** Each wrong cell as a sentence. */
const wrong: string[] = [];
const compare = (cell: string, found: string, wanted: string): void => {
  cells += 1;
  if (found !== wanted) wrong.push(`${cell}: ${found} instead of ${wanted}`);
};
const allRight = (): void => expect(wrong.splice(0)).toEqual([]);

/** A 404 is the same, to the byte, as that of an incident that never was. */
let nothing: Record<string, string> = {};
const compareNothing = (cell: string, method: string, answer: Answer): void => {
  if (answer.status === 404 && bytes(answer) !== nothing[method]) wrong.push(`${cell}: another 404`);
};

describe("the access matrix", () => {
  beforeAll(async () => {
    const identity = world.rooms[0]?.identities[0];
    if (identity === undefined) throw new Error("nobody");
    const path = `/incidents/${uuidv7()}`;
    nothing = {
      GET: bytes(await api(`${path}/board`, identity)),
      POST: bytes(
        await api(`${path}/commands`, identity, { body: { id: uuidv7(), kind: "event.pin", event: uuidv7() } }),
      ),
      DELETE: bytes(await api(`${path}/invitations/${uuidv7()}`, identity, { method: "DELETE" })),
    };
  });

  it("names every route, every message and every kind of command", () => {
    const { routes } = createApi(server.context, { setUpToken: "t", version: "test" });
    expect(new Set(Object.keys(matrix.routes))).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)));
    const sources = readdirSync("server/live").filter((name) => name.endsWith(".ts") && !name.includes(".test."));
    const messages = sources.flatMap((name) =>
      [...readFileSync(`server/live/${name}`, "utf8").matchAll(/^ {2}on\("(\w+)"/gm)].map((match) => match[1]),
    );
    expect(new Set(messages)).toEqual(new Set(Object.keys(matrix.messages)));
    const walked = new Set<string>(["incident.declare", ...CASES.map(({ kind }) => kind)]);
    expect(walked).toEqual(new Set<string>(COMMAND_KINDS));
    const actions = new Set(CASES.flatMap((one) => one.actions));
    const byRoute = new Set<string>([...Object.values(matrix.routes), ...Object.values(matrix.messages)]);
    const rows = matrix.actions.map(({ id }) => id).filter((id) => !actions.has(id) && !byRoute.has(id));
    const known = new Set(["open", "signed-in", "commands", ...matrix.actions.map(({ id }) => id)]);
    expect([...byRoute].filter((action) => !known.has(action))).toEqual([]);
    // People are added by invitation and by no other way: its rows are those of invitation.manage.
    expect(rows).toEqual(["person.add"]);
  });

  const through = async (room: Room, identity: Identity, one: Case, incident: string): Promise<[Answer, string]> => {
    const wish = { kind: one.kind, ...one.fields(room, world, identity) };
    const answer = await api(`/incidents/${incident}/commands`, identity, { body: { id: uuidv7(), ...wish } });
    const socket = await socketOf(identity);
    const overSocket =
      socket === null ? "unauthenticated" : heard(await socket.command(incident, { id: uuidv7(), ...wish }));
    return [answer, overSocket];
  };

  const walk = async (room: Room, one: Case): Promise<void> => {
    await Promise.all(
      room.identities.map(async (identity) => {
        const cell = `${one.kind} ${JSON.stringify(one.facts ?? {})} ${one.item ?? ""} by ${nameOf(identity)} (${room.part})`;
        const wanted = expected(room, identity, one);
        const [answer, overSocket] = await through(room, identity, one, room.id);
        compare(`HTTP ${cell}`, verdictOf(answer), wanted);
        compare(`socket ${cell}`, overSocket, wanted);
        compareNothing(cell, "POST", answer);
      }),
    );
  };

  it.each(PARTS)(
    "decides every kind of command at both doors, for an organisation that is %s",
    async (part) => {
      for (const room of world.rooms.filter((one) => one.part === part)) for (const one of CASES) await walk(room, one);
      allRight();
    },
    240_000,
  );

  it("lets nobody do anything in an incident of others", async () => {
    const room = world.rooms[0];
    if (room === undefined) throw new Error("no room");
    const kinds = new Map(CASES.map((one) => [one.kind, one]));
    for (const one of kinds.values()) {
      await Promise.all(
        room.identities
          .filter(({ column }) => column !== "platform_admin")
          .map(async (identity) => {
            const cell = `${one.kind} elsewhere by ${nameOf(identity)}`;
            const wanted = isNobody(identity) ? "unauthenticated" : "not-found";
            const [answer, overSocket] = await through(room, identity, one, world.foreign.id);
            compare(`HTTP ${cell}`, verdictOf(answer), wanted);
            compare(`socket ${cell}`, overSocket, wanted);
            compareNothing(cell, "POST", answer);
          }),
      );
    }
    allRight();
  });

  it("says who declares an incident", async () => {
    const wish = { kind: "incident.declare", title: "Outage", severity: 2, mode: "real" };
    for (const identity of world.rooms[0]?.identities ?? []) {
      const { column, standing } = identity;
      // Who came by link belongs to no organisation yet.
      const may = standing === "vouched" && cellAllows("incident.declare", identity);
      const wanted = isNobody(identity) ? "unauthenticated" : may ? "allowed" : "forbidden";
      const answer = await api("/incidents", identity, { body: { id: uuidv7(), ...wish } });
      const socket = await socketOf(identity);
      compare(`declare by ${standing} ${column}`, verdictOf(answer), wanted);
      if (socket === null) continue;
      const reply: CommandAnswer = await socket.socket.emitWithAck("command", { id: uuidv7(), ...wish });
      compare(`declare by ${standing} ${column} (socket)`, heard(reply), wanted);
    }
    allRight();
  });

  const QUERIES: Record<string, string> = { search: "?q=x", at: "?time=2026-03-01T06:00:00Z", export: "?format=csv" };

  it("opens every reading route of an incident to those in it, and to nobody else", async () => {
    const reading = Object.entries(matrix.routes).filter(
      ([route, action]) => route.startsWith("GET /incidents/{id}") && action !== "invitation.manage",
    );
    for (const [route, action] of reading) {
      const path = route.slice("GET ".length);
      const query = QUERIES[path.split("/").at(-1) ?? ""] ?? "";
      for (const room of world.rooms) {
        await Promise.all(
          room.identities.map(async (identity) => {
            const knows = identity.isInside || identity.administers !== null;
            const inside = knows ? (cellAllows(action, identity) ? "allowed" : "forbidden") : "not-found";
            const namesItem = path.includes("{event}");
            const isThere = identity.column === "platform_admin" && !namesItem;
            const hidden = knows && !identity.isInside ? "forbidden" : "not-found";
            const { colleague, hiddenForeign } = room.items;
            for (const [incident, item, there] of [
              [room.id, colleague, inside],
              ...(namesItem ? [[room.id, hiddenForeign, hidden] as const] : []),
              ...(room === world.rooms[0]
                ? [[world.foreign.id, colleague, isThere ? "allowed" : "not-found"] as const]
                : []),
            ] as const) {
              const wanted = isNobody(identity) ? "unauthenticated" : there;
              const answer = await api(path.replace("{id}", incident).replace("{event}", item) + query, identity);
              compare(`${route} by ${nameOf(identity)} (${room.part})`, verdictOf(answer), wanted);
              compareNothing(`${route} by ${nameOf(identity)}`, "GET", answer);
            }
          }),
        );
      }
    }
    allRight();
  });

  it("opens the live room to those in it, and tells others nothing by any message", async () => {
    for (const room of world.rooms) {
      for (const identity of room.identities) {
        const socket = await socketOf(identity);
        if (socket === null) continue;
        const knows = identity.isInside || identity.administers !== null;
        const inside = knows ? (cellAllows("update.read", identity) ? "allowed" : "forbidden") : "not-found";
        const none: unknown = await socket.socket.emitWithAck("join", { incident: uuidv7() });
        for (const [incident, wanted] of [
          [room.id, inside],
          [world.foreign.id, identity.column === "platform_admin" ? "allowed" : "not-found"],
        ] as const) {
          const reply: CommandAnswer = await socket.socket.emitWithAck("join", { incident });
          compare(`join by ${nameOf(identity)} (${room.part})`, heard(reply), wanted);
          if (wanted === "not-found")
            compare(`join by ${nameOf(identity)}`, JSON.stringify(reply), JSON.stringify(none));
          for (const message of ["presence", "leave"]) {
            const answer: unknown = await socket.socket.emitWithAck(message, { incident });
            compare(`${message} by ${nameOf(identity)}`, JSON.stringify(answer), '{"ok":true}');
          }
        }
      }
    }
    allRight();
  });

  it("gives invitations into hand as the table says", async () => {
    for (const room of world.rooms) {
      for (const identity of room.identities) {
        for (const organisation of ["own", "other"] as const) {
          const body = { organisation: world[organisation], role: "observer" };
          const path = `/incidents/${room.id}/invitations`;
          const knows = identity.isInside || identity.administers !== null;
          const may = cellAllows("invitation.manage", identity, { organisation });
          const refused = knows ? "forbidden" : "not-found";
          const wanted = isNobody(identity) ? "unauthenticated" : may ? "allowed" : refused;
          const cell = `into ${organisation} by ${nameOf(identity)} (${room.part})`;
          const made = await api(path, identity, { body });
          compare(`invite ${cell}`, verdictOf(made), wanted);
          compareNothing(`invite ${cell}`, "POST", made);
          const commander = room.identities[0];
          if (commander === undefined) continue;
          const { json } = await api(path, commander, { body });
          const gone = await api(`${path}/${String(json["id"])}`, identity, { method: "DELETE" });
          // Who may not manage an invitation does not know of it.
          compare(`revoke ${cell}`, verdictOf(gone), wanted === "forbidden" ? "not-found" : wanted);
          compareNothing(`revoke ${cell}`, "DELETE", gone);
        }
        const list = await api(`/incidents/${room.id}/invitations`, identity);
        const may = (["own", "other"] as const).some((organisation) =>
          cellAllows("invitation.manage", identity, { organisation }),
        );
        const knows = identity.isInside || identity.administers !== null;
        const wanted = isNobody(identity) ? "unauthenticated" : may ? "allowed" : knows ? "forbidden" : "not-found";
        compare(`invitations by ${nameOf(identity)} (${room.part})`, verdictOf(list), wanted);
      }
    }
    allRight();
  });

  it("keeps tokens, the directory and the count of incidents to whom the table names", async () => {
    for (const identity of world.rooms[0]?.identities ?? []) {
      const { column, standing } = identity;
      const signedIn = (may: boolean): Verdict =>
        isNobody(identity) ? "unauthenticated" : may ? "allowed" : "forbidden";
      const tokens = signedIn(standing === "provisional" ? column !== "guest" : cellAllows("token.manage", identity));
      const directory = signedIn(standing === "vouched" && cellAllows("directory", identity));
      const cell = nameOf(identity);
      compare(`tokens by ${cell}`, verdictOf(await api("/me/tokens", identity)), tokens);
      const made = await api("/me/tokens", identity, { body: { name: "program" } });
      compare(`token by ${cell}`, verdictOf(made), tokens);
      const gone = await api(`/me/tokens/${uuidv7()}`, identity, { method: "DELETE" });
      compare(`no token by ${cell}`, verdictOf(gone), tokens === "allowed" ? "not-found" : tokens);
      compare(`directory by ${cell}`, verdictOf(await api("/organisations", identity)), directory);
      compare(`entry by ${cell}`, verdictOf(await api(`/organisations/${world.own}`, identity)), directory);
      const counted = await api("/installation", identity);
      compare(`count by ${cell}`, verdictOf(counted), signedIn(cellIs("incident.see", identity, "count-only")));
    }
    allRight();
  });

  it("keeps members and the installation's own to whom the table names: nothing is there for others", async () => {
    const reading = Object.entries(matrix.routes).filter(
      ([route, action]) => route.startsWith("GET ") && (action === "members" || action === "installation"),
    );
    for (const [route, action] of reading) {
      for (const identity of world.rooms[0]?.identities ?? []) {
        for (const organisation of ["own", "other"] as const) {
          const may = identity.standing === "vouched" && cellAllows(action, identity, { organisation });
          const wanted = isNobody(identity) ? "unauthenticated" : may ? "allowed" : "not-found";
          const answer = await api(route.slice("GET ".length).replace("{id}", world[organisation]), identity);
          compare(`${route} of ${organisation} by ${nameOf(identity)}`, verdictOf(answer), wanted);
          compareNothing(`${route} by ${nameOf(identity)}`, "GET", answer);
        }
      }
    }
    allRight();
  });

  it("shows the audit of an organisation to who administers or audits it, and that of the platform likewise", async () => {
    for (const identity of world.rooms[0]?.identities ?? []) {
      const answered = (may: boolean): Verdict =>
        isNobody(identity) ? "unauthenticated" : may ? "allowed" : "not-found";
      for (const organisation of ["own", "other"] as const) {
        for (const path of ["audit", "audit/export?format=csv"]) {
          const answer = await api(`/organisations/${world[organisation]}/${path}`, identity);
          const may = identity.belongsTo !== null && cellAllows("audit.read", identity, { organisation });
          compare(`${path} of ${organisation} by ${nameOf(identity)}`, verdictOf(answer), answered(may));
          compareNothing(`${path} by ${nameOf(identity)}`, "GET", answer);
        }
      }
      for (const path of ["/audit", "/audit/export?format=csv"]) {
        const platform = await api(path, identity);
        const may = cellIs("audit.read", identity, "metadata-only");
        compare(`${path} by ${nameOf(identity)}`, verdictOf(platform), answered(may));
        compareNothing(`${path} by ${nameOf(identity)}`, "GET", platform);
      }
    }
    allRight();
  });

  it("lists to each the incidents he is in, and to an administrator that his organisation is in one", async () => {
    for (const identity of world.rooms[0]?.identities ?? []) {
      if (isNobody(identity)) continue;
      const { json, text } = await api("/incidents", identity);
      const shown = world.rooms.filter(({ id }) => text.includes(id)).map(({ part }) => part);
      const here = world.rooms
        .filter(({ identities }) =>
          identities.some(({ person, isInside }) => isInside && person?.id === identity.person?.id),
        )
        .map(({ part }) => part);
      const isAdmin = identity.administers !== null;
      compare(
        `incidents of ${nameOf(identity)}`,
        shown.join(),
        (isAdmin ? world.rooms.map((r) => r.part) : here).join(),
      );
      compare(`titles for ${nameOf(identity)}`, String(text.includes("Outage of")), String(here.length > 0));
      expect(Array.isArray(json["administered"])).toBe(true);
    }
    allRight();
  });
});
