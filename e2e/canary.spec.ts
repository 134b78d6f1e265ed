import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { MARKINGS, type Marking } from "#domain/words";
import { Caller } from "./support/caller.ts";
import { type Server, startServer } from "./support/server.ts";
import { Witness } from "./support/witness.ts";

/** Nobody ever receives a byte of what he may not see: everybody keeps every byte, and all of them are searched. */

type Secret = { marking: Marking; label: string; id: string; at: string; words: string[]; readers: string[] };

const canary = (): string =>
  `CNRY-${randomBytes(30)
    .toString("base64url")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 22)
    .padEnd(22, "x")}`;

let server: Server;
let incident: string;
let commander: Caller;
const organisations: Record<string, string> = {};
const witnesses: Witness[] = [];
const secrets: Secret[] = [];
const people: Record<string, string> = {};

test.beforeAll(async () => {
  server = await startServer({ LIMITS: "off", LOG_LEVEL: "error" });
  await gather();
  for (const one of witnesses) await one.listen(incident);
});
test.afterAll(async () => {
  for (const witness of witnesses) witness.close();
  await server.dispose();
});

const witness = (name: string): Witness => {
  const found = witnesses.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody is called ${name}.`);
  return found;
};

/** Somebody who came by link; vouched for unless said otherwise. */
async function bring(name: string, code: string, role: string, isVouched = true, to = incident): Promise<void> {
  const invitation = { organisation: organisations[code], role };
  const { token } = await commander.made<{ token: string }>(`/api/v1/incidents/${to}/invitations`, invitation);
  const caller = new Caller(server.url);
  const asked = { name: `The ${name}`, email: `${name.replaceAll(" ", ".")}@example.org` };
  const { person } = await caller.made<{ person: { id: string } }>(`/api/v1/join/${token}`, asked);
  people[name] = person.id;
  if (isVouched) await commander.command(to, { kind: "participant.vouch", person: person.id });
  witnesses.push(new Witness(name, caller));
}

async function declare(title: string): Promise<string> {
  const wish = { id: randomUUID(), title, severity: 2, mode: "real" };
  const { incident: made } = await commander.made<{ incident: { id: string } }>("/api/v1/incidents", wish);
  for (const code of ["AIR", "BANK", "HOSP"])
    await commander.command(made.id, { kind: "organisation.enter", organisation: organisations[code] });
  return made.id;
}

/** The cast: air writes, everybody else reads. */
async function gather(): Promise<void> {
  commander = new Caller(server.url);
  await commander.made("/api/v1/setup", {
    token: server.setupToken,
    organisation: { name: "Coordination", code: "COORD", sector: "government" },
    person: { name: "The commander", email: "commander@example.org" },
  });
  for (const [code, sector] of [
    ["AIR", "aviation"],
    ["BANK", "banking"],
    ["HOSP", "health"],
  ] as const) {
    const facts = { name: `Organisation ${code}`, code, sector };
    organisations[code] = (await commander.made<{ id: string }>("/api/v1/organisations", facts)).id;
  }
  incident = await declare("Faulty update");
  const elsewhere = await declare("Another incident");
  witnesses.push(new Witness("commander", commander));
  await bring("author", "AIR", "liaison");
  await bring("same liaison", "AIR", "liaison");
  await bring("deputy", "BANK", "deputy");
  await bring("scribe", "HOSP", "scribe");
  await bring("communications", "BANK", "communications");
  await bring("other liaison", "BANK", "liaison");
  await bring("observer", "BANK", "observer");
  await bring("auditor", "HOSP", "auditor");
  await bring("guest", "AIR", "guest");
  await bring("provisional", "AIR", "liaison", false);
  await bring("outsider", "AIR", "liaison", true, elsewhere);
  witnesses.push(new Witness("anonymous", new Caller(server.url)));
}

const everybody = ["commander", "author", "same liaison", "deputy", "scribe", "other liaison", "auditor"];
const all = [...everybody, "communications", "observer", "guest", "provisional"];
const READERS: Record<Marking, string[]> = {
  "TLP:RED": ["author", "deputy", "auditor"],
  "TLP:AMBER+STRICT": ["author", "same liaison"],
  "TLP:AMBER": everybody,
  "TLP:GREEN": all,
  "TLP:CLEAR": all,
};

const made = async (by: string, wish: { kind: string } & Record<string, unknown>) => {
  const { status, body } = await witness(by).caller.command(incident, wish);
  if (status !== 200 || !body?.ok) throw new Error(`${wish.kind} by ${by} was answered ${status}`);
  return body.event;
};

/** An item whose every field is a secret, with words that its author has put on it. */
async function post(marking: Marking, label: string, readers: string[], more: object = {}): Promise<void> {
  const [text, title, wording, url] = [canary(), canary(), canary(), canary()];
  const figure = randomInt(10 ** 11, 10 ** 12);
  const audience = marking === "TLP:RED" ? { audience: { people: [people["deputy"], people["auditor"]] } } : {};
  const item = await made("author", {
    ...{ kind: "update.post", organisation: organisations["AIR"], marking, text, status: "down", ...audience, ...more },
    figures: [{ metric: "machines_affected", value: figure }],
    reference: { title, url: `https://source.example/${url}`, wording },
  });
  const comment = canary();
  const on = await made("author", { kind: "comment.post", on: item.id, text: comment });
  const words = [text, title, wording, url, String(figure)];
  secrets.push({ marking, label, ...item, words, readers });
  secrets.push({ marking, label: `${label}, a comment`, ...on, words: [comment], readers });
}

const reads = (secret: Secret): string[] => [
  `/search?q=${secret.words[0]}`,
  `/timeline/${secret.id}`,
  // The answer repeats the time that was asked for, so it is not that of the item.
  `/at?time=${new Date(Date.parse(secret.at) + 1).toISOString()}`,
  `/audience?marking=${encodeURIComponent(secret.marking)}`,
];
const EXITS = [
  ...[
    "",
    "/board",
    "/events?limit=1000",
    "/timeline?limit=200",
    "/catch-up",
    "/people",
    "/invitations",
    "/pinned",
    "/withheld",
  ],
  ...["/export?format=json", "/export?format=csv", "/export?format=md"],
  "/audit?limit=200&action=update",
];
const PAGES = ["", "?view=table", "/me", "/exec", "/catchup", "/updates", "/people", "/audit"];
/** They hold what these people themselves were refused meanwhile, and an export is signed anew each time. */
const AUDITS = ["/audit?limit=200", "/audit/export?format=jsonl", "/audit/export?format=csv"];
/** As the page's own navigation asks: whole, and ahead of time. */
const AS_NAVIGATION: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];

/** Everything that one person can ask for. */
async function readAll(one: Witness): Promise<void> {
  const api = `/api/v1/incidents/${incident}`;
  for (const path of [
    "/api/v1/me",
    "/api/v1/incidents",
    "/api/v1/organisations",
    "/api/v1/installation",
    "/api/v1/audit",
    "/api/v1/audit/checkpoint",
  ])
    await one.fetch(path);
  for (const path of [...EXITS, ...AUDITS, ...secrets.flatMap(reads)]) await one.fetch(api + path);
  for (const headers of AS_NAVIGATION) {
    for (const page of [...PAGES, `/org/${organisations["AIR"]}`])
      await one.fetch(`/i/${incident}${page}`, { headers });
    await one.fetch("/", { headers });
  }
}

/** What one gets to hear who reaches for a thing by its id. */
async function reachFor(one: Witness, { id }: Secret): Promise<number[]> {
  const reason = "because";
  const wishes = [
    { kind: "event.acknowledge", event: id },
    { kind: "event.pin", event: id },
    { kind: "comment.post", on: id, text: "words" },
    { kind: "update.redact", event: id, reason },
    { kind: "update.set-marking", event: id, marking: "TLP:CLEAR", reason },
    { kind: "update.post", organisation: organisations["AIR"], text: "words", corrects: id },
  ];
  const answers: number[] = [];
  for (const wish of wishes) {
    const body = { id: randomUUID(), ...wish };
    answers.push((await one.fetch(`/api/v1/incidents/${incident}/commands`, { method: "POST", body })).status);
  }
  return answers;
}

test("no identity receives a byte that it may not see, by any exit", async () => {
  test.setTimeout(420_000);
  for (const marking of MARKINGS) await post(marking, marking, READERS[marking]);
  const narrowed = [...READERS["TLP:AMBER+STRICT"], "scribe", "auditor"];
  await post("TLP:AMBER", "TLP:AMBER to one", narrowed, { audience: { organisations: [organisations["HOSP"]] } });
  for (const one of witnesses) await one.settled();

  for (const one of witnesses) await readAll(one);
  for (const one of witnesses) {
    for (const secret of secrets.filter(({ readers }) => !readers.includes(one.name)))
      for (const status of await reachFor(one, secret)) expect([401, 403, 404]).toContain(status);
    await one.join(incident);
  }

  await test.step("searches all that everybody kept", () => {
    const leaks: string[] = [];
    const lacks: string[] = [];
    for (const one of witnesses) {
      for (const { label, id, at, words, readers } of secrets) {
        const mayRead = readers.includes(one.name);
        for (const word of [...words, id, at]) {
          const found = one.found(word);
          if (!mayRead && found.length > 0) leaks.push(`${one.name} got ${word} (${label}) from ${found.join(", ")}`);
          if (mayRead && found.length === 0) lacks.push(`${one.name} never got ${word} (${label})`);
        }
      }
    }
    expect(leaks).toEqual([]);
    expect(lacks).toEqual([]);
    const bytes = witnesses.reduce((sum, one) => sum + one.size, 0);
    test.info().annotations.push({ type: "searched", description: `${bytes} bytes of ${witnesses.length} identities` });
    process.stdout.write(
      `canaries: ${secrets.length} items, ${witnesses.length} identities, ${bytes} bytes searched\n`,
    );
  });
});

/** What stays the same from one asking to the next: not the clock, the random of sealed places, nor ids of requests. */
const still = (text: string): string =>
  text
    .replaceAll(/"(cursor|pass|until|requestId)":"[^"]*"/g, (_all, name: string) => `"${name}":""`)
    .replaceAll(/"(at|asOf)":\s?"[^"]*"\}?$/g, "")
    .replaceAll(/"asOf": "[^"]*"/g, "")
    .replaceAll(/responding, as of \S*/g, "");

const lengths = (text: string): number[] =>
  [...text.matchAll(/"(?:cursor|pass|until)":"([^"]*)"/g)].map(([, value]) => value?.length ?? 0);

test("a hidden item changes nothing that others are given, nor brings them a packet", async () => {
  test.setTimeout(240_000);
  const api = `/api/v1/incidents/${incident}`;
  const look = async (one: Witness): Promise<string[]> => {
    const seen: string[] = [];
    for (const path of EXITS) {
      const { status, headers, text } = await one.fetch(api + path);
      const kept = [...headers].filter(([name]) => !["date", "content-disposition", "content-length"].includes(name));
      seen.push(JSON.stringify([path, status, kept, lengths(text), still(text)]));
    }
    return seen;
  };
  const blind = [
    "deputy",
    "other liaison",
    "communications",
    "observer",
    "guest",
    "provisional",
    "outsider",
    "anonymous",
  ];
  const readers = blind.map(witness);
  const before = new Map<string, { seen: string[]; slices: number }>();
  for (const one of readers) {
    await one.join(incident);
    before.set(one.name, { seen: await look(one), slices: one.slices.length });
  }
  for (let turn = 0; turn < 5; turn += 1) await post("TLP:AMBER+STRICT", "hidden", READERS["TLP:AMBER+STRICT"]);
  for (const one of readers) {
    await one.settled();
    const was = before.get(one.name);
    expect(one.slices.length, `packets to ${one.name}`).toBe(was?.slices);
    expect(await look(one), `what ${one.name} is given`).toEqual(was?.seen);
  }
  const green = await made("author", {
    kind: "update.post",
    organisation: organisations["AIR"],
    text: "open",
    marking: "TLP:GREEN",
  });
  for (const one of readers.filter(({ name }) => all.includes(name))) {
    await expect.poll(() => one.slices.some((frame) => frame.includes(green.id))).toBe(true);
    expect(one.slices.length, `packets to ${one.name}`).toBe((before.get(one.name)?.slices ?? 0) + 1);
  }
});
