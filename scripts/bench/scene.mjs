import { randomUUID } from "node:crypto";

const atOnce = 8;
const perInvitation = 500;
const sectors = ["aviation", "banking", "health", "government", "retail"];
const organisationCount = 10;

/**
 * An incident of ten organisations with so many people, who came by link and were vouched for.
 * Answers with its id, a session for each of them, and a way to read the whole log. The first ones may post.
 */
export async function makeScene(url, setupToken, { viewers, posters }) {
  const admin = await setUp(url, setupToken);
  const declared = await admin("/api/v1/incidents", {
    id: randomUUID(),
    title: "Faulty endpoint update",
    severity: 1,
    mode: "real",
  });
  const incident = declared.incident.id;
  const command = (body) => admin(`/api/v1/incidents/${incident}/commands`, { id: randomUUID(), ...body });
  const organisations = [];
  for (let index = 0; index < organisationCount; index += 1) {
    const fields = { name: `Organisation ${index}`, code: `ORG${index}`, sector: sectors[index % sectors.length] };
    const { id } = await admin("/api/v1/organisations", fields);
    await command({ kind: "organisation.enter", organisation: id });
    organisations.push(id);
  }
  const invite = async (organisation, role, number) => {
    const maxUses = Math.min(perInvitation, number);
    return admin(`/api/v1/incidents/${incident}/invitations`, { organisation, role, maxUses });
  };
  const links = new Map();
  for (const organisation of organisations) {
    links.set(organisation, {
      liaison: await invite(organisation, "liaison", posters),
      responder: await invite(organisation, "responder", viewers),
    });
  }
  const people = await inLanes(viewers, async (index) => {
    const organisation = organisations[index % organisationCount];
    const { token } = links.get(organisation)[index < posters ? "liaison" : "responder"];
    const person = { name: `Member ${index}`, email: `member${index}@example.org` };
    const joined = await call(url, "POST", `/api/v1/join/${token}`, person);
    await command({ kind: "participant.vouch", person: joined.body.person.id });
    return { cookie: joined.cookie, organisation };
  });
  return { incident, people, readLog: () => readLog(url, incident, admin.cookie) };
}

export async function setUp(url, token) {
  const { cookie } = await call(url, "POST", "/api/v1/setup", {
    token,
    organisation: { name: "Coordination", code: "COORD", sector: "government" },
    person: { name: "Commander", email: "commander@example.org" },
  });
  const post = async (path, body) => (await call(url, "POST", path, body, cookie)).body;
  return Object.assign(post, { cookie });
}

/** Every event of the log, in its order. */
async function readLog(url, incident, cookie) {
  const events = [];
  let since = "";
  for (;;) {
    const path = `/api/v1/incidents/${incident}/events?limit=1000${since && `&cursor=${encodeURIComponent(since)}`}`;
    const { body } = await call(url, "GET", path, undefined, cookie);
    events.push(...body.events);
    if (!body.more) return events;
    since = body.cursor;
  }
}

export async function call(url, method, path, body, cookie) {
  const response = await fetch(url + path, {
    method,
    headers: {
      origin: url,
      ...(body && { "content-type": "application/json" }),
      ...(cookie && { cookie }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${answer.detail}`);
  return { body: answer, cookie: response.headers.getSetCookie()[0]?.split(";")[0] };
}

export async function inLanes(number, one) {
  const results = new Array(number);
  let next = 0;
  const lane = async () => {
    while (next < number) {
      const index = next;
      next += 1;
      results[index] = await one(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
