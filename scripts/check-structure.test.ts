import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkStructure, readTree } from "./check-structure.mjs";

const sound: Record<string, string> = {
  "domain/board.ts": 'import * as z from "zod/mini";\nexport const board = z.string();\n',
  "db/open.ts":
    'import pg from "pg";\nimport { board } from "#domain/board";\nexport const pool = () => [new pg.Pool(), board];\n',
  "db/schema/events.ts":
    'import { pgTable } from "drizzle-orm/pg-core";\nexport const events = pgTable("events", {});\n',
  "server/journal/append.ts": 'import { events } from "#db/schema/events";\nexport const append = () => events;\n',
  "server/commands/submit.ts": 'import { append } from "#server/journal/append";\nexport const submit = append;\n',
  "server/live/gateway.ts":
    'import { Server } from "socket.io";\nimport { submit } from "#server/commands/submit";\nexport const gateway = () => [Server, submit];\n',
  "client/live.ts": 'import { io } from "socket.io-client";\nexport const live = () => io();\n',
  "client/use-board.ts": 'import { live } from "./live.ts";\nexport const useBoard = () => live();\n',
  "components/board/board-view.tsx":
    'import { useBoard } from "#client/use-board";\nexport const BoardView = () => useBoard();\n',
  "app/i/[incident]/page.tsx":
    'import { BoardView } from "#components/board/board-view";\nexport default function Page() {\n  return BoardView();\n}\n',
};

/** Each fault is one file put into a sound tree, and what the sentence about it has to say. */
const faults: [what: string, path: string, text: string, says: RegExp][] = [
  [
    "an arrow up from domain",
    "domain/clock.ts",
    'import { x } from "#server/commands/submit";',
    /may not import #server.*pure/,
  ],
  [
    "the server knowing a screen",
    "server/reads/board.ts",
    'import { x } from "#components/board/board-view";',
    /belongs in domain/,
  ],
  [
    "the browser's half reaching the store",
    "client/outbox.ts",
    'import { x } from "#db/open";',
    /asked for over the API/,
  ],
  [
    "a component reaching the server",
    "components/ui/list.tsx",
    'import { x } from "#server/commands/submit";',
    /hook in client/,
  ],
  ["a page skipping the reads", "app/page.tsx", 'import { x } from "#server/journal/append";', /server\/reads/],
  ["a page using the browser's half", "app/page.tsx", 'import { x } from "#client/live";', /hands on to a component/],
  [
    "the journal knowing its callers",
    "server/journal/read.ts",
    'import { x } from "#server/live/gateway";',
    /only appends/,
  ],
  [
    "a read that commands",
    "server/reads/feed.ts",
    'import { x } from "#server/commands/submit";',
    /a read changes nothing/,
  ],
  ["product code using test support", "db/seed.ts", 'import { x } from "./testing.ts";', /that is for tests/],
  [
    "a second user of socket.io",
    "server/http/api.ts",
    'import { Server } from "socket.io";',
    /it belongs in server\/live/,
  ],
  [
    "a second user of socket.io-client",
    "client/presence.ts",
    'import { io } from "socket.io-client";',
    /client\/live\.ts/,
  ],
  ["a driver outside db", "server/reads/people.ts", 'import pg from "pg";', /it belongs in db/],
  ["the query builder in a door", "server/live/rooms.ts", 'import { sql } from "drizzle-orm";', /server\/journal/],
  ["next in the browser's half", "client/go.ts", 'import { useRouter } from "next/navigation";', /app\/, components\//],
  [
    "a guarded package by import()",
    "server/reads/hash.ts",
    'export const f = () => import("@node-rs/argon2");',
    /server\/access/,
  ],
  ["the table of events by its file", "server/reads/log.ts", 'import type { x } from "#db/schema/events";', /one door/],
  [
    "the table of events by its name",
    "server/jobs/due.ts",
    'import { events, x } from "#db/schema/tables";',
    /one door/,
  ],
  [
    "the table of events through the schema",
    "server/reads/sum.ts",
    "export const f = (tables: T) => tables.events;",
    /one door/,
  ],
  [
    "the table of events in SQL",
    "server/drill/wipe.ts",
    "export const f = sql`delete from events where true`;",
    /one door/,
  ],
  [
    "a circle of two",
    "client/outbox.ts",
    'import "./drafts.ts";',
    /circle.*outbox\.ts → client\/drafts\.ts → client\/outbox/,
  ],
  ["an index file", "client/index.ts", "export const x = 1;", /index file/],
  ["an attic", "server/reads/board-utils.ts", "export const x = 1;", /“board-utils” says nothing/],
  ["a folder that is an attic", "components/shared/list.tsx", "export const x = 1;", /“shared” says nothing/],
  ["a name in camel case", "client/useFeed.ts", "export const x = 1;", /kebab-case/],
  ["a place of its own", "lib/board.ts", "export const x = 1;", /no such place/],
  ["an over-long file", "server/reads/all.ts", "export const x = 1;\n".repeat(301), /301 lines, at most 300/],
  ["a default export", "domain/actor.ts", "export default 1;", /export by name/],
  ["a climb into another folder", "client/feed.ts", 'import { x } from "../domain/board.ts";', /say #domain\/board/],
  ["a clock in domain", "domain/clocks.ts", "export const now = () => Date.now();", /time or the id as an argument/],
  ["the present moment in domain", "domain/clocks.ts", "export const now = () => new Date();", /no clock/],
  ["chance in domain", "domain/ids.ts", "export const id = () => Math.random();", /no chance/],
  ["node in domain", "domain/ids.ts", 'import { randomBytes } from "node:crypto";', /"zod\/mini", nothing else/],
  ["react in domain", "domain/ids.ts", 'import { useMemo } from "react";', /may not name the package react/],
  ["all of zod in the browser", "client/parse.ts", 'import * as z from "zod";', /too heavy/],
  ["a component that fetches", "components/ui/load.tsx", 'export const load = () => fetch("/");', /hook in client/],
  ["a request past the way out", "server/jobs/hook.ts", 'export const f = () => fetch("https://x");', /outgoing\.ts/],
  ["node's own client", "server/jobs/hook.ts", 'import { request } from "node:http";', /outgoing\.ts/],
  ["the whole of node's client", "server/jobs/hook.ts", 'import * as http from "node:http";', /outgoing\.ts/],
  ["node's own secure client", "server/journal/hook.ts", 'import { get } from "node:https";', /outgoing\.ts/],
];

const alsoThere: Record<string, string> = {
  "client/outbox.ts": "export const outbox = 1;\n",
  "client/drafts.ts": 'import "./outbox.ts";\n',
  "db/testing.ts": "export const x = 1;\n",
};

describe("the structure check", () => {
  it.each(faults)("finds %s", (_what, path, text, says) => {
    const tree = new Map(Object.entries({ ...sound, ...alsoThere, [path]: text }));
    const found = checkStructure(tree);
    expect(found.filter((sentence) => sentence.startsWith(`${path}: `)).join("\n")).toMatch(says);
  });

  it("lets a sound tree pass", () => {
    expect(checkStructure(new Map(Object.entries(sound)))).toEqual([]);
  });

  it("lets tests import what they need", () => {
    const test =
      'import pg from "pg";\nimport { io } from "socket.io-client";\nimport { x } from "#server/live/gateway";\n';
    expect(checkStructure(new Map(Object.entries({ ...sound, "client/live.test.ts": test })))).toEqual([]);
  });

  it("does not take a comment for code", () => {
    const text = "/** Never Date.now() here. */\nexport const x = 1; // nor Math.random()\n";
    expect(checkStructure(new Map([["domain/clocks.ts", text]]))).toEqual([]);
  });

  it("finds no fault in the project", () => {
    expect(checkStructure(readTree(fileURLToPath(new URL("..", import.meta.url))))).toEqual([]);
  });
});
