import { randomUUID } from "node:crypto";
import { Caller } from "./caller.ts";
import type { Server } from "./server.ts";

export type Member = { caller: Caller; person: string; organisation: string };
export type Scene = { incident: string; commander: Caller; members: Member[] };

/** A real incident with so many organisations, each with one liaison who came by link and was vouched for. */
export async function makeScene(server: Server, organisations: number): Promise<Scene> {
  const commander = new Caller(server.url);
  await commander.made("/api/v1/setup", {
    token: server.setupToken,
    organisation: { name: "Coordination", code: "COORD", sector: "government" },
    person: { name: "Commander", email: "commander@example.org" },
  });
  const { incident } = await commander.made<{ incident: { id: string } }>("/api/v1/incidents", {
    id: randomUUID(),
    title: "Faulty endpoint update",
    severity: 1,
    mode: "real",
  });
  const members: Member[] = [];
  for (let index = 0; index < organisations; index += 1) members.push(await bringIn(commander, incident.id, index));
  return { incident: incident.id, commander, members };
}

async function bringIn(commander: Caller, incident: string, index: number): Promise<Member> {
  const facts = { name: `Organisation ${index}`, code: `ORG${index}`, sector: "aviation" };
  const { id: organisation } = await commander.made<{ id: string }>("/api/v1/organisations", facts);
  await commander.command(incident, { kind: "organisation.enter", organisation });
  const invitation = { organisation, role: "liaison" };
  const path = `/api/v1/incidents/${incident}/invitations`;
  const { token } = await commander.made<{ token: string }>(path, invitation);
  const caller = new Caller(commander.url);
  const asked = { name: `Liaison ${index}`, email: `liaison${index}@example.org` };
  const { person } = await caller.made<{ person: { id: string } }>(`/api/v1/join/${token}`, asked);
  await commander.command(incident, { kind: "participant.vouch", person: person.id });
  return { caller, person: person.id, organisation };
}
