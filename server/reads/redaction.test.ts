import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { administrator, incident, send, type TestIncident, type TestPerson } from "#server/testing";
import { ask, connect, openServer, openTestServer, type TestServer } from "#server/testing-http";

/** What was redacted is nowhere any more: at no exit, in no row of any table, on no node that starts anew. */

let server: TestServer;
let commander: TestPerson;
let liaison: TestPerson;
let observer: TestPerson;
let room: TestIncident;

beforeAll(async () => {
  server = await openTestServer();
  commander = await administrator(server.context);
  room = await incident(server.context, commander);
  const own = await room.enter();
  liaison = await room.bring(own, "liaison");
  observer = await room.bring(await room.enter(), "observer");
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});

const secret = (): string => `CNRY-${uuidv7().replaceAll("-", "").slice(-22)}`;

/** Every row of every table as text; `ctid` keeps rows apart that say the same. */
const dump = async (): Promise<string> => {
  const { pool } = server.store;
  const tables = await pool.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const parts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join("\n");
};

const EXITS = [
  ...["board", "events?limit=1000", "timeline?limit=200", "catch-up", "people", "audience"],
  ...["export?format=json", "export?format=csv", "export?format=md"],
];

/** All that everybody gets, from this node. */
const everything = async (from: { url: string }, words: readonly string[]): Promise<string> => {
  const now = server.clock.now().toISOString();
  const paths = [...EXITS, `at?time=${now}`, ...words.map((word) => `search?q=${word}`)];
  const answers: string[] = [];
  for (const by of [commander, liaison, observer])
    for (const path of paths) answers.push((await ask(from, `/api/v1/incidents/${room.id}/${path}`, { by })).text);
  return answers.join("\n");
};

const posted = async (text: string, more: object = {}): Promise<string> => {
  const wish = {
    kind: "update.post",
    organisation: liaison.organisation,
    text,
    marking: "TLP:GREEN",
    ...more,
  } as const;
  return (await send(server.context, liaison, room.id, wish)).event.id;
};

/** Enough lines that boards are stored as snapshots. */
const fill = async (): Promise<void> => {
  await Promise.all(Array.from({ length: 520 }, (_, turn) => posted(`line ${turn}`)));
  for (const by of [commander, liaison, observer]) await ask(server, `/api/v1/incidents/${room.id}/board`, { by });
};

it("is gone from every exit, every table and every snapshot, and a tombstone stays for who could see it", async () => {
  const [title, wording, words, comment, correction, hidden] = [
    secret(),
    secret(),
    secret(),
    secret(),
    secret(),
    secret(),
  ];
  const reference = { title, url: `https://source.example/${secret()}`, wording };
  const item = await posted(words, { reference, figures: [{ metric: "machines_affected", value: 987_654_321 }] });
  const on = { kind: "comment.post", on: item, text: comment } as const;
  const reply = (await send(server.context, commander, room.id, on)).event.id;
  const corrected = await posted(correction, { corrects: item });
  const strict = await posted(hidden, { marking: "TLP:AMBER+STRICT" });
  await fill();
  const secrets = [title, wording, words, comment, correction, hidden, reference.url, "987654321"];
  const before = await dump();
  expect(secrets.filter((one) => !before.includes(one))).toEqual([]);
  const { rows } = await server.store.pool.query("select 1 from board_snapshots");
  expect(rows.length).toBeGreaterThan(0);

  const listening = await connect(server, observer);
  await listening.join(room.id);
  for (const event of [corrected, reply, item, strict]) {
    await send(server.context, liaison, room.id, { kind: "update.redact", event, reason: "named a person" }).catch(() =>
      send(server.context, commander, room.id, { kind: "update.redact", event, reason: "named a person" }),
    );
  }
  await listening.roundTrip();
  expect(listening.resets.map(({ reason }) => reason)).toContain("redacted");

  const gone = (text: string): string[] => secrets.filter((one) => text.includes(one));
  expect(gone(await everything(server, secrets.slice(0, 6)))).toEqual([]);
  const restarted = await openServer(server);
  expect(gone(await everything(restarted, [words]))).toEqual([]);
  await restarted.end();
  expect(gone(await dump())).toEqual([]);
  expect(gone(JSON.stringify(await listening.join(room.id)))).toEqual([]);

  const { json } = await ask(server, `/api/v1/incidents/${room.id}/events?limit=1000`, { by: observer });
  const events = json["events"];
  const stones = Array.isArray(events) ? events.filter((event) => event.kind === "redacted") : [];
  expect(new Set(stones.map(({ id }) => id))).toEqual(new Set([item, reply, corrected]));
  for (const stone of stones) expect(new Set(Object.keys(stone))).toEqual(new Set(["at", "id", "kind"]));
  listening.close();
});
